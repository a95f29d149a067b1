"""The styles of the Word frame, by the names under which they are found again, with the fonts that they use.

Lengths are twips, sizes half-points. Text follows GB/T 9704-2012: a title in 二号小标宋 (7.3.1), headings in 三号黑体,
楷体 and 仿宋 (7.3.3), in lines of which 22 make a page; it is silent about tables, which are 五号 here.
"""

from __future__ import annotations

from generator.drawing import ROLES, SMALL_ROW_HEAD
from generator.frame_styles import BODY, DRAFT_STYLE, NOTE
from generator.grid import Role
from generator.shapes import NamedTuple
from generator.word_table import MARGIN

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
LINE = 579  # 22 of them in 225 mm; 580 gives 21 in some programs
_CHARACTER = 315  # 28 of them in 156 mm: 三号 set tighter by a quarter of a point
_TWO, _THREE, FOUR, _FIVE, _SMALL_FIVE = 44, 32, 28, 21, 18  # 二号, 三号, 四号, 五号, 小五
_RED = "C00000"
_LATIN = "Times New Roman"
_TITLE_FONT, _HEAD_FONT, _SUBHEAD_FONT, _TEXT_FONT, _NUMBER_FONT = (
    "方正小标宋简体",
    "黑体",
    "楷体_GB2312",
    "仿宋_GB2312",
    "宋体",
)
_FONTS = (  # name, another name for it, charset, family
    (_LATIN, "", "00", "roman"),
    (_TEXT_FONT, "FangSong", "86", "modern"),
    (_HEAD_FONT, "SimHei", "86", "modern"),
    (_SUBHEAD_FONT, "KaiTi", "86", "modern"),
    (_TITLE_FONT, "华文中宋", "86", "script"),
    (_NUMBER_FONT, "SimSun", "86", "auto"),
)


class _Style(NamedTuple):
    """A paragraph style; `font` empty is the text's own, `line` its exact height, `tight` text fits 28 to a line."""

    identifier: str
    name: str
    size: int
    font: str = ""
    line: int = LINE
    align: str = "both"
    space: str = 'w:before="0" w:after="0" '
    indent: str = ""
    before_marks: str = ""  # properties that stand before the spacing, in the schema's order
    outline: int | None = None
    colour: str = ""
    tight: bool = False
    based_on: str = "a"
    followed_by: str = ""
    keep_next: bool = False
    own: bool = True


_FIRST_LINE = f'w:firstLineChars="200" w:firstLine="{2 * _CHARACTER}"'
_HANGING, _OFF_GRID = '<w:overflowPunct w:val="1"/>', '<w:snapToGrid w:val="0"/>'
_BAR = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="6" w:color="{_RED}"/></w:pBdr>'
_TITLE = _Style(
    *("a3", "Title", _TWO, _TITLE_FONT, 640, "center", f'w:before="0" w:after="{LINE}" '),
    before_marks=_OFF_GRID,
    followed_by="a4",
    keep_next=True,
    own=False,
)
_HEADINGS = [
    _Style(
        *(str(level), f"heading {level}", _THREE, font),
        indent=_FIRST_LINE,
        before_marks=_HANGING,
        outline=level - 1,
        tight=True,
        followed_by="a4",
        keep_next=True,
        own=False,
    )
    for level, font in enumerate((_HEAD_FONT, _SUBHEAD_FONT, _TEXT_FONT, _TEXT_FONT), 1)
]
_CELL = 'w:left="45" w:right="45"'
_STYLES = [
    _TITLE,
    _Style("a4", BODY, _THREE, indent=_FIRST_LINE, before_marks=_HANGING, tight=True),
    *_HEADINGS,
    _Style(
        *("a5", "年报署名", _THREE, "", LINE, "left", f'w:before="{LINE}" w:after="0" '),
        tight=True,
        followed_by="a6",
        keep_next=True,
    ),
    _Style("a6", "年报日期", _THREE, align="left", before_marks='<w:autoSpaceDN w:val="0"/>', tight=True),
    _Style("a7", NOTE, _FIVE, line=320, before_marks=_OFF_GRID),
    _Style(
        *("a8", DRAFT_STYLE, _FIVE, _HEAD_FONT, 340, "left"),
        indent='w:left="200"',
        before_marks=_BAR + _OFF_GRID,
        colour=_RED,
    ),
    _Style("b1", ROLES[Role.BAND], _FIVE, line=260, align="center", before_marks=_OFF_GRID),
    _Style("b2", ROLES[Role.CORNER], _FIVE, line=260, align="center", indent=_CELL, before_marks=_OFF_GRID),
    _Style("b3", ROLES[Role.COLUMN_HEAD], _FIVE, line=260, align="center", before_marks=_OFF_GRID),
    _Style("b4", ROLES[Role.ROW_HEAD], _FIVE, line=260, align="center", indent=_CELL, before_marks=_OFF_GRID),
    _Style(
        *("b5", SMALL_ROW_HEAD, _SMALL_FIVE, "", 240, "left"),
        indent='w:left="40" w:right="40"',
        before_marks=_OFF_GRID,
        based_on="b4",
    ),
    _Style("b6", ROLES[Role.FIGURE], _FIVE, line=260, align="center", before_marks=_OFF_GRID),
]
_MARGINAL = [
    _Style("a9", "footer", FOUR, _NUMBER_FONT, 280, "", "", before_marks=_OFF_GRID, own=False),
    _Style("aa", "header", FOUR, _HEAD_FONT, 280, "right", "", before_marks=_OFF_GRID, colour=_RED, own=False),
]


def sheet() -> str:
    """The style sheet: styles of paragraphs, and one for tables."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_faces(_TEXT_FONT)}"
        f'<w:kern w:val="2"/>{_sizes(_THREE)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    sides = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _sides(108))
    normal = (
        '<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr></w:style>'
    )
    styles = "".join(map(_style, _STYLES))
    return f"<w:styles {SPACES}>{defaults}{normal}{styles}{_table_style()}{''.join(map(_style, _MARGINAL))}</w:styles>"


def _sides(width: int) -> tuple[tuple[str, int], ...]:
    return ("top", 0), ("left", width), ("bottom", 0), ("right", width)


def _style(style: _Style) -> str:
    name = f'<w:name w:val="{style.name}"/><w:basedOn w:val="{style.based_on}"/>'
    name += f'<w:next w:val="{style.followed_by}"/>' if style.followed_by else ""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    paragraph = "".join(
        (
            "<w:keepNext/>" if style.keep_next else "",
            f'<w:widowControl w:val="0"/>{style.before_marks}',
            f'<w:spacing {style.space}w:line="{style.line}" w:lineRule="exact"/>',
            f"<w:ind {style.indent}/>" if style.indent else "",
            f'<w:jc w:val="{style.align}"/>' if style.align else "",
            outline,
        )
    )
    run = "".join(
        (
            _faces(style.font) if style.font else "",
            f'<w:color w:val="{style.colour}"/>' if style.colour else "",
            '<w:spacing w:val="-5"/>' if style.tight else "",
            _sizes(style.size),
        )
    )
    own = ' w:customStyle="1"' if style.own else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.identifier}"{own}>{name}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _table_style() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for edge in edges)
    margins = "".join(f'<w:{side} w:w="{MARGIN}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        '<w:style w:type="table" w:styleId="b7" w:customStyle="1"><w:name w:val="年报表格"/><w:basedOn w:val="a1"/>'
        f"<w:qFormat/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        "</w:style>"
    )


def _faces(font: str) -> str:
    latin = font if font == _NUMBER_FONT else _LATIN
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}"/>'


def _sizes(size: int) -> str:
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def fonts() -> str:
    """The fonts, with the names that other systems have for them."""
    shown = "".join(
        f'<w:font w:name="{name}">{f"""<w:altName w:val="{other}"/>""" if other else ""}<w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, other, charset, family in _FONTS
    )
    return f"<w:fonts {SPACES}>{shown}</w:fonts>"


def theme() -> str:
    """Black on white and greys: Word wants a theme."""
    colours = {"dk2": "000000", "lt2": "FFFFFF"}
    colours |= {f"accent{n}": grey * 3 for n, grey in enumerate(("40", "59", "73", "8C", "A6", "BF"), 1)}
    colours |= {"hlink": "000000", "folHlink": "000000"}
    listed = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{_LATIN}"/><a:ea typeface="{face}"/>'
        f'<a:cs typeface="{_LATIN}"/></a:{kind}Font>'
        for kind, face in (("major", _HEAD_FONT), ("minor", _TEXT_FONT))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}</a:ln>' for width in (6350, 12700, 19050))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="nianbao"><a:themeElements>'
        '<a:clrScheme name="nianbao"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
        f'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>{listed}</a:clrScheme>'
        f'<a:fontScheme name="nianbao">{fonts}</a:fontScheme><a:fmtScheme name="nianbao">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )
