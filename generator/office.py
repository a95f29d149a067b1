"""LibreOffice as a converter: a profile of its own, a time limit, and a look at what came out."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from generator.errors import InputError
from generator.limits import MAX_BYTES, refused

_SECONDS = 90
_ADVICE = "请用 WPS 或者 Word 打开，另存为 docx，再试一次。"
_PROGRAMS = ("soffice", "libreoffice")


def as_docx(file: str, content: bytes) -> bytes:
    """A word processor's file as .docx; InputError with advice where LibreOffice is absent, fails or takes too long."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise refused(file, f"这种文件要靠 LibreOffice 转换，机器上没有。{_ADVICE}")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        source = Path(folder, "report").with_suffix(Path(file).suffix or ".doc")
        source.write_bytes(content)
        _run(file, program, source, Path(folder))
        target = source.with_suffix(".docx")
        converted = target.read_bytes() if target.is_file() and target.stat().st_size <= MAX_BYTES else b""
    if not converted.startswith(b"PK\3\4"):
        raise refused(file, f"LibreOffice 转换不了，文件可能损坏或者有密码。{_ADVICE}")
    return converted


def _run(file: str, program: str, source: Path, folder: Path) -> None:
    """Convert in a process group of its own, which ends with the time limit."""
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)]
    try:
        office = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        raise refused(file, f"LibreOffice 启动不了。{_ADVICE}") from None
    try:
        office.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        raise InputError(f"{file}：LibreOffice 超过 {_SECONDS} 秒没有转换完。{_ADVICE}") from None
    finally:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(office.pid, signal.SIGKILL)
            else:
                office.kill()
        office.wait()
