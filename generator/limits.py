"""What a file from outside may be before anything in it is parsed; whatever goes beyond is refused in one line."""

from __future__ import annotations

import re
import sys
import zipfile
import zlib
from io import BytesIO
from typing import BinaryIO

from generator.errors import InputError

MAX_BYTES = 50_000_000
MAX_TEXT = 20_000_000  # of a page or a part that is parsed as a whole; a real one has a few hundred thousand
MAX_MEMBERS = 2_000
MAX_PART = 64_000_000
MAX_RATIO = 200
MAX_TAGS = 500_000
_SMALL = 1_000_000  # bytes below which a part may be deflated as well as it likes
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
STANDARD_INPUT = "-"
# What zipfile raises for a damaged or forged package, there being no error that covers it all: a wrong directory, a
# stream that does not inflate or ends early, a method or a cipher that it does not know, sizes that cannot be.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def refused(file: str, reason: str) -> InputError:
    """The error for a file that is not read."""
    shown = "标准输入" if file == STANDARD_INPUT else file
    return InputError(f"{shown}：{reason}")


def content(file: str) -> bytes:
    """The bytes of a file, `-` being standard input; InputError where there is none, or it is empty or too large."""
    if file == STANDARD_INPUT:
        found = _bounded(sys.stdin.buffer)
    else:
        try:
            with open(file, "rb") as stream:
                found = _bounded(stream)
        except FileNotFoundError:
            raise InputError(f"找不到文件 {file}。请核对文件名和所在文件夹。") from None
        except IsADirectoryError:
            raise InputError(f"{file} 是文件夹，不是文件。请写出其中文件的名字。") from None
        except (OSError, ValueError):
            raise InputError(f"读不了 {file[:80]}。请检查权限，或者先关闭正在使用它的程序。") from None
    if len(found) > MAX_BYTES:
        raise refused(file, "超过 50 MB，不像一份报告，没有读取。请核对是不是选错了文件。")
    if not found.strip(b"\0 \t\r\n"):
        raise refused(file, "文件是空的。请核对是不是选错了文件。")
    return found


def _bounded(stream: BinaryIO) -> bytes:
    return stream.read(MAX_BYTES + 1)


class Package:
    """A zip package whose directory has been looked at; parts are read one by one, each within the limits.

    `kind` and `ending` say in messages which kind of file was expected.
    """

    def __init__(self, file: str, content: bytes, kind: str = "Word", ending: str = "docx") -> None:
        self.file = file
        self.kind = kind
        self.ending = ending
        try:
            self.zip = zipfile.ZipFile(BytesIO(content))
            members = self.zip.infolist()
        except _BROKEN:
            raise self.broken() from None
        if len(members) > MAX_MEMBERS:
            raise refused(file, f"里面有 {len(members)} 个部件，不像一份报告，没有读取。{self._save_anew()}")
        names = [member.filename for member in members]
        if len(set(names)) < len(names):
            raise refused(file, f"里面有重名的部件，不知道以哪个为准，没有读取。{self._save_anew()}")
        for member in members:
            large = member.file_size > _SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1)
            if large or member.file_size > MAX_PART:
                raise refused(file, f"里面的 {member.filename[:60]} 大得不合常理，没有读取。{self._save_anew()}")

    def broken(self) -> InputError:
        """The error for a package that cannot be read."""
        mend = f"请用 {self.kind} 或者 WPS 打开，另存为 {self.ending} 再试。"
        return refused(self.file, f"文件损坏，或者不是 {self.kind} 文件，读不出来。{mend}")

    def _save_anew(self) -> str:
        return f"请用 {self.kind} 或者 WPS 打开，另存一份。"

    def names(self) -> list[str]:
        """The names of the parts."""
        return self.zip.namelist()

    def part(self, name: str) -> bytes | None:
        """The bytes of a part that is to be parsed, None where there is no such part."""
        try:
            member = self.zip.getinfo(name)
        except KeyError:
            return None
        if member.flag_bits & 1:
            raise refused(self.file, "文件有密码，读不出来。请去掉密码，另存一份再试。")
        if member.file_size > MAX_TEXT:
            raise refused(self.file, f"里面的 {name} 超过 20 MB，不像一份报告，没有读取。{self._save_anew()}")
        try:
            with self.zip.open(member) as stream:
                return checked_markup(self.file, stream.read(MAX_TEXT + 1), kind=self.kind)
        except _BROKEN:
            raise self.broken() from None


def checked_markup(file: str, content: bytes, doctype: bool = False, kind: str = "Word") -> bytes:
    """Markup that may be parsed; InputError where it is too large or, unless `doctype`, declares a document type."""
    if len(content) > MAX_TEXT:
        raise refused(file, "内容超过 20 MB，不像一份报告，没有读取。请核对是不是选错了文件。")
    if content.count(b"<") > MAX_TAGS:
        raise refused(file, "标记太多，不像一份报告，没有读取。请核对是不是选错了文件。")
    if not doctype and _DOCTYPE.search(content.replace(b"\0", b"")):
        raise refused(file, f"里面有 DTD 声明，不是 {kind} 写出的文件，没有读取。请用 {kind} 或者 WPS 另存一份。")
    return content
