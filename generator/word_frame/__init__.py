"""The Word frame from which every frame starts: page, styles and marks, as a file to be edited in Word.

The page is that of GB/T 9704-2012, by analogy: A4, 22 lines of 28 characters (5.1, 5.2), page numbers outside (7.5).
All formatting is in the styles; what is printed says only which style it has.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator import archive
from generator.word_frame import styles
from generator.word_frame.styles import FOUR, LINE, OFFICE, SPACES

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'

# what the document is related to, by the ids that it uses: its kind, its file, its content type
_RELATED = {
    "rId1": ("styles", "styles.xml", "wordprocessingml.styles"),
    "rId2": ("settings", "settings.xml", "wordprocessingml.settings"),
    "rId3": ("footer", "footer1.xml", "wordprocessingml.footer"),
    "rId4": ("footer", "footer2.xml", "wordprocessingml.footer"),
    "rId5": ("header", "header1.xml", "wordprocessingml.header"),
    "rId6": ("header", "header2.xml", "wordprocessingml.header"),
    "rId7": ("fontTable", "fontTable.xml", "wordprocessingml.fontTable"),
    "rId8": ("theme", "theme/theme1.xml", "theme"),
}
_PROPERTIES = {"core": f"{_PACKAGE}/relationships/metadata/core-properties", "app": f"{OFFICE}/extended-properties"}


def make() -> bytes:
    """The frame as a .docx file, the same bytes every time."""
    return archive.join(archive.pack(name, text.encode()) for name, text in parts().items())


def parts() -> dict[str, str]:
    """The parts of the frame by name."""
    made = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relations(
            (identifier, f"{OFFICE}/{kind}", target) for identifier, (kind, target, _) in _RELATED.items()
        ),
        "word/styles.xml": styles.sheet(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": styles.fonts(),
        "word/theme/theme1.xml": styles.theme(),
        "word/header1.xml": _header(),
        "word/header2.xml": _header(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "docProps/core.xml": _core(),
        "docProps/app.xml": f'<Properties xmlns="{OFFICE.replace("relationships", "extended-properties")}">'
        "<Application>nianbao</Application></Properties>",
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return {name: head + text for name, text in made.items()}


def _content_types() -> str:
    kinds = {"word/document.xml": "wordprocessingml.document.main"}
    kinds |= {f"word/{target}": kind for _, target, kind in _RELATED.values()}
    types = {name: f"{_TYPE}.{kind}" for name, kind in kinds.items()}
    types["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties"
    types["docProps/app.xml"] = f"{_TYPE}.extended-properties"
    overrides = (f'<Override PartName="/{name}" ContentType="{kind}+xml"/>' for name, kind in types.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )


def _package_relations() -> str:
    return _relations(
        [
            ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
            *((f"rId{n}", kind, f"docProps/{name}.xml") for n, (name, kind) in enumerate(_PROPERTIES.items(), 2)),
        ]
    )


def _relations(relations: Iterable[tuple[str, str, str]]) -> str:
    shown = (f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(shown)}</Relationships>'


def _document() -> str:
    """The marks, one to a paragraph, and the page."""
    marks = (
        *(("a8", "{{p 草稿 }}"), ("a3", "{{ 分行标题 }}"), ("a4", "{{p 前言 }}"), ("a4", "{%p for 部分 in 各部分 %}")),
        *(("1", "{{ 部分.标题 }}"), ("a4", "{{p 部分.内容 }}"), ("a4", "{%p endfor %}"), ("a5", "{{p 落款 }}")),
    )
    paragraphs = "".join(_paragraph(style, text) for style, text in marks)
    margins = 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1445" w:gutter="0"'
    return (
        f"<w:document {SPACES}><w:body>{paragraphs}<w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="even" r:id="rId6"/>'
        '<w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins}/><w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _paragraph(style: str, text: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{_HINT}<w:t>{text}</w:t></w:r></w:p>'


def _header() -> str:
    return f"<w:hdr {SPACES}>{_paragraph('aa', '{{ 草稿标记 }}')}</w:hdr>"


def _footer(side: str) -> str:
    """The number of a page between dashes, a character of 四号 from the edge of the text on its outer side."""
    dashes = [f'<w:r>{_HINT}<w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", " —")]
    field = "".join(f'<w:fldChar w:fldCharType="{kind}"/>|' for kind in ("begin", "separate", "end")).split("|")
    number = (field[0], '<w:instrText xml:space="preserve"> PAGE </w:instrText>', field[1], "<w:t>1</w:t>", field[2])
    runs = "".join(f"<w:r>{content}</w:r>" for content in number)
    place = f'<w:pStyle w:val="a9"/><w:ind w:{side}="{FOUR * 10}"/><w:jc w:val="{side}"/>'
    return f"<w:ftr {SPACES}><w:p><w:pPr>{place}</w:pPr>{dashes[0]}{runs}{dashes[1]}</w:p></w:ftr>"


def _settings() -> str:
    return (
        f'<w:settings {SPACES}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:useFELayout/><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _core() -> str:
    """Title and author; the times are replaced by those of the report."""
    times = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">2022-01-01T00:00:00Z</dcterms:{kind}>'
        for kind in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{{ 标题 }}</dc:title>'
        f"<dc:creator>{{{{ 机关 }}}}</dc:creator>{times}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
