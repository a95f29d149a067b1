"""The terminal: streams that never fail on a character, and an end without a traceback."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from generator.errors import GeneratorError

_MONITORS = 6  # that Python has room for

FINDINGS, STOPPED = 1, 2
NO_TERMINAL = 100  # columns where there is no window to ask


def say(text: str = "", *, error: bool = False, end: str = "\n") -> None:
    """Print a line; a character that the console lacks becomes a question mark."""
    stream = sys.stderr if error else sys.stdout
    stream.write(text + end)


def write(text: str) -> None:
    """Write data for a file or another program: UTF-8, whatever the console speaks."""
    write_bytes(text.encode("utf-8"))


def write_bytes(content: bytes) -> None:
    """Write the bytes of a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def coloured() -> bool:
    """Whether standard output is a terminal that wants colour."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def run(work: Callable[[], int], program: str) -> None:
    """Do the work and leave with its exit code; whatever goes wrong is told in Chinese, without a traceback."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    _leave(_guarded(work, program))


def _leave(code: int) -> None:
    """End the process; where only memory is left to tidy up, at once: taking objects down takes long for nothing."""
    watched = sys.getprofile() or sys.gettrace() or any(map(_monitor, range(_MONITORS)))
    if watched or "threading" in sys.modules:  # somebody may still have work to do
        gc.freeze()  # searching what is left for cycles would take a tenth of a render
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # what could not be written has been told
            stream.flush()
    os._exit(code)


def _monitor(number: int) -> str | None:
    """What watches the program, such as a profiler from Python 3.12 on."""
    monitoring = getattr(sys, "monitoring", None)
    return monitoring.get_tool(number) if monitoring else None


def _guarded(work: Callable[[], int], program: str) -> int:
    try:
        try:
            code = work()
        except BrokenPipeError:  # whoever reads the output has seen enough
            _drop_output()
            return FINDINGS
        sys.stdout.flush()
        return code
    except GeneratorError as error:
        say(f"{program}：{error}", error=True)
    except KeyboardInterrupt:
        say(f"{program}：已中断，没有写完的文件没有留下。", error=True)
    except OSError:
        _drop_output()
        say(f"{program}：输出写不出去，没有写完。请检查磁盘空间，或者输出到文件夹。", error=True)
    except RecursionError:
        say(f"{program}：内容嵌套太深，没有处理。请检查文件。", error=True)
    return STOPPED


def _drop_output() -> None:
    """Let Python end without a second complaint about an output that cannot be written."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
