"""Zip files: sound, and the same whatever was packed before or beside."""

from __future__ import annotations

import io
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from generator import archive

LONG = b"<w:tc><w:p/></w:tc>" * 100
CONTENTS = st.lists(st.binary().flatmap(lambda mark: st.sampled_from((mark, LONG + mark, LONG + mark + LONG))))


def _packed(content: bytes) -> bytes:
    return archive.join([archive.pack("a.xml", content)])


@given(CONTENTS)
def test_what_is_packed_comes_out_as_it_was(contents: list[bytes]) -> None:
    names = [f"{number}.xml" for number in range(len(contents))]
    members = [*map(archive.pack, names, contents)]
    for member in members:
        stream = zlib.decompressobj(-15)
        stream.decompress(member.deflated)
        assert stream.eof
    with zipfile.ZipFile(io.BytesIO(archive.join(members))) as file:
        assert file.testzip() is None
        assert [file.read(name) for name in names] == contents


@given(CONTENTS, st.binary())
def test_bytes_do_not_depend_on_what_was_packed_before(before: list[bytes], mark: bytes) -> None:
    archive._idle.clear()
    alone = _packed(LONG + mark)
    for content in before:
        _packed(content)
    assert _packed(LONG + mark) == alone


def test_bytes_do_not_depend_on_what_is_packed_beside() -> None:
    contents = [LONG * 20 + bytes((number,)) * 5000 for number in range(40)]
    alone = [*map(_packed, contents)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(_packed, contents * 5)) == alone * 5
