"""Frames that are ready to be filled: report.docx and report.html.j2, .txt.j2, .typ.j2 as bytes and slots.

They are compiled once and kept in the user's cache folder as plain data. Filling them runs no template code, so nothing
in a report can ever be run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from operator import itemgetter

from generator.cache import program
from generator.frame_cache import Frame, load, store
from generator.resources import frame_file, part, state
from generator.shapes import Any, NamedTuple
from generator.template import FORM_FILE, Template


class FigureSlots(NamedTuple):
    """The slots of a member that figures stand in: their names, what takes their figures from all, and their rooms."""

    names: tuple[str, ...]
    chosen: Callable[[Sequence[Any]], tuple[Any, ...]]
    rooms: tuple[int, ...]

    def filled(self, figures: Sequence[Any], text: Callable[..., bytes], *more: object) -> Iterator[tuple[str, bytes]]:
        """Each slot with what `text` makes of its figure and its room, and of what more there is for all of them."""
        return zip(self.names, map(text, self.chosen(figures), self.rooms, *map(repeat, more)), strict=True)


@lru_cache(maxsize=32)
def compiled(template: Template, file_name: str) -> Frame:
    """The compiled frame `file_name` of a template, from the cache where it is there.

    TemplateError, with all faults and their places, for a frame that cannot be compiled.
    """
    path = frame_file(template.folder, file_name)
    form = os.path.join(template.folder, FORM_FILE)
    key = b"\0".join((program("drawing"), state(form), state(path), template.printing.stamp.encode()))
    name = f"{template.id}-{file_name}"
    frame = load(name, key)
    if frame is None:
        from generator import frame_compiler  # loads docxtpl and Jinja

        frame = frame_compiler.compile_frame(template, path, part(path))
        store(name, key, frame)
    return frame


@lru_cache(maxsize=32)
def figure_slots(template: Template, file_name: str, member: int = 0) -> FigureSlots:
    """Where the figures of a template stand in a member of its compiled frame.

    A slot is named by the path of its figure, with its room after a bar where the writer makes a text for a room.
    """
    places = {name: place for place, name in enumerate(template.figure_names.values())}
    slots = compiled(template, file_name).members[member].slots
    parts = [(slot, *slot.partition("|")[::2]) for slot in slots]
    found = [(slot, places[name], int(room or 0)) for slot, name, room in parts if name in places]
    taken = [place for _, place, _ in found]
    chosen = itemgetter(*taken) if len(taken) > 1 else lambda figures: tuple(figures[place] for place in taken)
    return FigureSlots(tuple(slot for slot, _, _ in found), chosen, tuple(room for _, _, room in found))
