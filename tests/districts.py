"""Districts made for tests: folders of reports that all differ."""

from __future__ import annotations

from pathlib import Path

from tests.making import BASE


def report(number: int, text: str = BASE) -> str:
    """A report of an agency of its own, with a figure of its own."""
    named = text.replace("示例市水务局", f"示例市第{number}局")
    return named.replace("行政许可: 3984", f"行政许可: {number}")


def write(folder: Path, count: int, parts: int = 1) -> Path:
    """A folder of so many sound reports, in so many folders below it."""
    for number in range(count):
        place = folder / f"镇街{number % parts}" if parts > 1 else folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"局{number}.yaml").write_text(report(number), encoding="utf-8")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    """The files that a batch wrote, without its records and what is only temporary."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    }
