"""Who does the work of a batch: this process, processes beside it, or a Dask cluster."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any, TypeVar

from generator.errors import InputError, OutputError

_T = TypeVar("_T")
_MOST = 61  # processes that Windows can wait for
_WORTH_IT = 8  # reports for which another process is worth its start
_DASK = "dask://"
_PATIENCE = "20s"  # until a scheduler answers


class InProcess(Executor):
    """Does a call at once, in the process that asks for it."""

    def submit(self, call: Callable[..., _T], /, *arguments: Any, **more: Any) -> Future[_T]:
        """The outcome, or the exception, of a call that is over."""
        future: Future[_T] = Future()
        try:
            future.set_result(call(*arguments, **more))
        except Exception as error:
            future.set_exception(error)
        return future


class _AfterFirst(Executor):
    """Does the first call here and the others in processes forked then, which have at once what it has loaded.

    A call that ends its process ends this one if it is the first, as it would without others.
    """

    def __init__(self, others: Executor) -> None:
        self._others = others
        self._is_first = True

    def submit(self, call: Callable[..., _T], /, *arguments: Any, **more: Any) -> Future[_T]:
        """The outcome of a call, at once or later."""
        if self._is_first:
            self._is_first = False
            return InProcess().submit(call, *arguments, **more)
        masked = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))  # until a new process is ready for it
        try:
            return self._others.submit(call, *arguments, **more)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)


@contextmanager
def opened(address: str, jobs: int, count: int, threaded: bool = False) -> Iterator[tuple[Executor, int]]:
    """The executor for so many reports and how many workers it has; `jobs` 0 means as many as are worth it.

    `threaded` is whether the work starts threads, after which a process must not be forked.
    InputError for an address that leads nowhere, OutputError when a worker dies and cannot be replaced.
    """
    if address:
        with _dask(address) as found:
            yield found
        return
    lanes = min(jobs, count, _MOST) if jobs else min(cores(), count // _WORTH_IT, _MOST)
    if lanes <= 1:
        yield InProcess(), 1
        return
    with _processes(lanes, threaded) as pool:
        yield pool, lanes


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _processes(lanes: int, threaded: bool) -> Iterator[Executor]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(lanes, multiprocessing.get_context(method), _begin)
    try:
        yield _AfterFirst(pool) if method == "fork" and not threaded else pool
    except BrokenExecutor:
        raise OutputError(
            "一个工作进程被系统结束了，多半是内存不够。写出的文件都是完整的；再运行一次只做剩下的，可以加 --jobs 1。"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that started it, and ends with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT,))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
    os._exit(1)


@contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, int]]:
    if not address.startswith(_DASK):
        raise InputError(f"不认识 {address}。--executor 可以写 dask://主机:端口。")
    try:
        import logging

        from distributed import Client, KilledWorker
    except ImportError:
        raise InputError("要用 Dask，请先安装：pip install 'nianbao[dask]'。") from None
    for name in ("distributed", "tornado", "asyncio", "concurrent.futures"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said in Chinese
    try:
        client = Client(f"tcp://{address.removeprefix(_DASK)}", timeout=_PATIENCE)
    except (OSError, ValueError, TimeoutError):
        raise InputError(f"连不上 {address}。请核对主机和端口，以及 dask scheduler 是否在运行。") from None
    try:
        lanes = sum(client.nthreads().values())
        if not lanes:
            raise InputError(f"{address} 上没有工作进程。请先运行 dask worker。")
        yield client.get_executor(), lanes
    except KilledWorker:
        raise OutputError(
            "工作进程一再中断，没有做完。写出的文件都是完整的；请看工作进程的日志，再运行一次。"
        ) from None
    finally:
        client.close()
