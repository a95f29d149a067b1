"""Files that mean harm, or are broken: each by name, as bytes, with the suffix that it comes under."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = "<html><head><meta charset='utf-8'></head><body>"
_LARGE = 70_000_000


def files() -> Iterator[tuple[str, str, bytes]]:
    """Every hostile file: name, suffix, bytes."""
    yield from _packages()
    yield from _documents()
    yield from _pages()
    yield from _texts()
    yield from _others()


def _zip(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", method) as package:
        for name, member in members.items():
            package.writestr(name, member)
    return content.getvalue()


def _docx(body: str, head: str = "", stored: bool = False, **more: bytes | str) -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
    return _zip(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": document} | more,
        zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED,
    )


def _packages() -> Iterator[tuple[str, str, bytes]]:
    """Packages that are too much, or none."""
    zeros = b"\0" * _LARGE
    yield "zip bomb in the document", "docx", _zip({"word/document.xml": zeros})
    yield "zip bomb beside the document", "docx", _docx("<w:p/>", **{"word/media/a.bin": zeros})
    yield "high ratio under the size limit", "docx", _docx("<w:p/>", **{"word/media/a.bin": b"\0" * 20_000_000})
    yield "three thousand members", "docx", _zip({f"word/{n}.xml": "<a/>" for n in range(3000)})
    yield "no document inside", "docx", _zip({"readme.txt": "x"})
    yield "empty zip", "docx", _zip({})
    yield "half a zip", "docx", _docx("<w:p/>")[:80]
    yield "directory only", "docx", _docx("<w:p/>")[-60:]
    yield "not a zip", "docx", b"PK\3\4" + b"x" * 500
    yield "wrong checksum", "docx", _docx("<w:p/>" * 30).replace(struct.pack("<L", 0), b"\1\1\1\1")
    good = bytearray(_zip({"word/document.xml": f"<w:document {W}><w:body/></w:document>"}, zipfile.ZIP_STORED))
    good[60] ^= 0xFF
    yield "flipped byte", "docx", bytes(good)
    locked = bytearray(_docx("<w:p/>"))
    for mark in (b"PK\3\4", b"PK\1\2"):
        at = 0
        while (at := locked.find(mark, at)) >= 0:
            locked[at + (6 if mark == b"PK\3\4" else 8)] |= 1
            at += 4
    yield "encrypted members", "docx", bytes(locked)
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for text in ("a", "b"):
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                package.writestr("word/document.xml", f"<w:document {W}><w:body>{text}</w:body></w:document>")
    yield "two members of one name", "docx", content.getvalue()
    yield "names that climb out", "docx", _docx("<w:p/>", **{"../../etc/passwd": "x"})
    inner = _zip({"word/document.xml": zeros})
    yield "zip in a zip", "docx", _zip({"word/document.xml": inner})


def _documents() -> Iterator[tuple[str, str, bytes]]:
    """Word files whose XML is the weapon."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield (
        "billion laughs",
        "docx",
        _docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'),
    )
    yield "external entity", "docx", _docx("<w:t>&e;</w:t>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
    yield "external document type", "docx", _docx("<w:p/>", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">')
    blow = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    yield "quadratic blow-up", "docx", _docx("&a;" * 10_000, blow)
    wide = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><w:document {W}/>'.encode("utf-16")
    yield "document type in UTF-16", "docx", _zip({"word/document.xml": wide})
    yield "deep nesting", "docx", _docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)
    yield "deep tables", "docx", _docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000)
    yield "a million paragraphs", "docx", _docx("<w:p/>" * 1_000_000, stored=True)
    yield (
        "a million cells",
        "docx",
        _docx("<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 120_000 + "</w:tr></w:tbl>", stored=True),
    )
    span = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>'
    yield "huge spans", "docx", _docx("<w:tbl><w:tr>" + span * 1000 + "</w:tr></w:tbl>")
    yield "span that is no number", "docx", _docx("<w:tbl><w:tr>" + span.replace("99999", "-9x") + "</w:tr></w:tbl>")
    yield (
        "continuation of nothing",
        "docx",
        _docx("<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>"),
    )
    yield "text of many megabytes", "docx", _docx(f"<w:p><w:r><w:t>{'字' * 6_000_000}</w:t></w:r></w:p>", stored=True)
    most = "<w:p><w:r><w:t>一、总体情况</w:t></w:r></w:p>" * 80_000
    yield "as many paragraphs as are read", "docx", _docx(most, stored=True)
    yield "unclosed XML", "docx", _zip({"word/document.xml": f"<w:document {W}><w:body><w:p>"})
    yield "binary instead of XML", "docx", _zip({"word/document.xml": bytes(range(256)) * 40})
    styles = "".join(
        f'<w:style w:styleId="{n}"><w:name w:val="{n}"/><w:basedOn w:val="{(n + 1) % 9}"/></w:style>' for n in range(9)
    )
    body = '<w:p><w:pPr><w:pStyle w:val="3"/></w:pPr><w:r><w:t>一、总体情况</w:t></w:r></w:p>'
    yield "styles in a circle", "docx", _docx(body, **{"word/styles.xml": f"<w:styles {W}>{styles}</w:styles>"})
    yield "styles bomb", "docx", _docx("<w:p/>", **{"word/styles.xml": b" " * 60_000_000})
    rels = '<Relationships><Relationship Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>'
    yield "external relations", "docx", _docx("<w:p/>", **{"word/_rels/document.xml.rels": rels})


def _pages() -> Iterator[tuple[str, str, bytes]]:
    """Web pages that are too much."""
    yield (
        "huge spans of a page",
        "html",
        f"{_HEAD}<table><tr>{'<td colspan=9999 rowspan=9999>1</td>' * 50}</tr></table>".encode(),
    )
    yield "a span of many digits", "html", f"{_HEAD}<table><tr><td colspan={'9' * 400}>1<td>2</table>".encode()
    yield "a negative span", "html", f"{_HEAD}<table><tr><td colspan=-5>1<td rowspan=0>2</table>".encode()
    yield "deep blocks", "html", (_HEAD + "<div>" * 100_000).encode()
    yield "deep inline elements", "html", (_HEAD + "<span>" * 100_000 + "一、总体情况").encode()
    yield "deep tables of a page", "html", (_HEAD + "<table><tr><td>" * 5000).encode()
    yield "a million tags", "html", (_HEAD + "<p>" * 1_000_000).encode()
    yield "many rows", "html", (_HEAD + "<table>" + "<tr><td>1<td>2" * 100_000 + "</table>").encode()
    yield "thirty megabytes", "html", (_HEAD + "字" * 10_000_000).encode()
    yield "a page of zeros", "html", b"\0" * 1_000_000
    yield "entities of a page", "html", b'<!DOCTYPE x [<!ENTITY a "b">]><html><body>&a;</body></html>'
    yield "a charset that is none", "html", b"<html><meta charset='nonsense'><body>\xff\xfe\xfd</body></html>"
    yield (
        "data that is no JSON",
        "html",
        (_HEAD + "<script type='application/json' id='nianbao'>{{{</script>一").encode(),
    )
    deep = "[" * 200_000
    yield "data nested deep", "html", (_HEAD + f"<script type='application/json' id='nianbao'>{deep}</script>").encode()
    listed = '{"report":[1,2],"figures":7}'
    yield (
        "data of another shape",
        "html",
        (_HEAD + f"<script type='application/json' id='nianbao'>{listed}</script>").encode(),
    )
    yield "an attribute of megabytes", "html", f"{_HEAD}<p title='{'x' * 15_000_000}'>".encode()


def _texts() -> Iterator[tuple[str, str, bytes]]:
    """Texts that are too much."""
    yield "sixty megabytes", "txt", b"a" * 60_000_000
    yield "a million lines", "txt", b"a\n" * 1_000_000
    yield "a million tabs", "txt", b"\t" * 1_000_000
    yield "a line of pipes", "txt", b"|" * 1_000_000
    yield "a canvas of plus signs", "txt", (("+-" * 190 + "+\n") + ("| " * 190 + "|\n")).encode() * 190
    yield "run-together digits", "txt", "一、本年新收政府信息公开申请数量\t".encode() + b"1" * 5000 + b"\n"
    yield "binary", "txt", bytes(range(256)) * 400
    yield "zeros", "txt", b"a\0" * 100_000
    yield "half of UTF-16", "txt", b"\xff\xfe\x00"
    yield "an empty file", "txt", b""
    yield "a long line", "txt", "字".encode() * 3_000_000
    yield "many titles", "txt", "某局2025年政府信息公开工作年度报告\n".encode() * 3000
    yield "many headings", "txt", "一、总体情况\n".encode() * 3000
    yield "many dates", "txt", "一、总体情况\n".encode() + "2025年1月1日\n".encode() * 20_000
    yield "many rows of one label", "txt", "\t".join(["重复申请", *"0000000"]).encode() + b"\n" + b"x\t1\n" * 10_000


def _others() -> Iterator[tuple[str, str, bytes]]:
    """Files under a name that is not theirs."""
    yield "a PDF called docx", "docx", b"%PDF-1.7\n" + b"x" * 1000
    yield "a picture called html", "html", b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x" * 1000)
    yield "a PDF that is none", "pdf", b"%PDF-1.7\n%%EOF"
    yield "an unknown suffix", "exe", b"MZ"
