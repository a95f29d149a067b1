"""Places in YAML files, and files that are meant to hurt."""

from __future__ import annotations

import time

import pytest

from generator.errors import InputError
from generator.nodes import Mapping, Scalar, plain
from generator.source import load, read
from tests.making import BASE


def _scalar(text: str, *keys: str) -> tuple[object, Scalar]:
    source = read(text.encode(), "a.yaml")
    node = source.root
    for key in keys:
        assert isinstance(node, Mapping)
        node = node.get(key)
    assert isinstance(node, Scalar)
    return source, node


def test_a_scalar_keeps_its_raw_text_and_its_quoting() -> None:
    for written, text, style in (
        ("010", "010", ""),
        ("'no'", "no", "'"),
        ('"a\\tb"', "a\tb", '"'),
        ("12:30", "12:30", ""),
    ):
        _, node = _scalar(f"键: {written}\n", "键")
        assert (node.text, node.style) == (text, style)


def test_numbers_are_exact_and_unusual_ones_stay_text() -> None:
    data = plain(read(b"a: 250.60268\nb: 3984\nc: 010\nd: 1_000\ne: 0x1\nf: 1e3\ng: '7'\nh: ~\ni: -0\n", "a.yaml").root)
    assert [str(data[key]) for key in "abcdefgh"] == ["250.60268", "3984", "010", "1_000", "0x1", "1e3", "7", "None"]
    assert [type(data[key]).__name__ for key in "abcg"] == ["Decimal", "int", "str", "str"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_place_inside_a_literal_block_is_that_of_the_character(newline: str) -> None:
    text = newline.join(["a: 1", "文:", "  字: |", "    第一行", "", "    第三𠀀行{{ x }}", ""])
    source, node = _scalar(text, "文", "字")
    place = source.inside(node, node.text.index("{{"))
    assert (place.line, place.column) == (6, 9)


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ("'it''s {{ x }}'", 11),
        ('"a\\tb\\u4e00 {{ x }}"', 16),
        ("ab {{ x }}", 7),
        ('"\\x41{{ x }}"', 9),
        ("'甲\n  乙 {{ x }}'", 4),
    ],
)
def test_a_place_inside_a_quoted_scalar_minds_its_escapes(written: str, column: int) -> None:
    source, node = _scalar(f"键: {written}\n", "键")
    assert source.inside(node, node.text.index("{{")).column == column


def test_columns_count_code_points_beyond_the_basic_plane() -> None:
    source = read("键: {𠀀𠀁: 1, 乙: x}\n".encode(), "a.yaml")
    assert isinstance(source.root, Mapping)
    inner = source.root.get("键")
    assert isinstance(inner, Mapping)
    assert inner.entries["乙"].key.column == 12


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b"{a: " * 100_000,
        b"- " * 200_000,
        b"? " * 200_000,
        b"a: &x [*x]\n",
        b"\0" * 1000,
        b"\xff\xfe" * 999,
        b"a: " + b"{{" * 50_000 + b"\n",
        b"a: {" + b"x, " * 30_000 + b"\n",
    ],
    ids=["brackets", "braces", "dashes", "questions", "alias of itself", "nul", "utf-16", "double braces", "commas"],
)
def test_a_hostile_file_is_a_fault_and_no_crash(content: bytes) -> None:
    started = time.process_time()
    source = read(content, "a.yaml")
    assert source.faults
    assert time.process_time() - started < 5


def test_a_billion_laughs_never_laugh() -> None:
    lines = ["a0: &a0 [哈]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    source = read("\n".join(lines).encode(), "a.yaml")
    assert len(str(plain(source.root))) < 10_000
    assert {fault.kind for fault in source.faults} == {"anchor"}


def test_what_cannot_be_read_says_so_in_chinese(tmp_path: object) -> None:
    for name, words in (("没有.yaml", "找不到文件"), (str(tmp_path), "是文件夹"), ("a\0b", "读不了")):
        with pytest.raises(InputError, match=words):
            load(name)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plainly = plain(read(BASE.encode(), "a.yaml").root)
    assert plain(read(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode(), "a.yaml").root) == plainly
