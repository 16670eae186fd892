"""Certificates as PDF, one or many.

Printing happens in processes of their own, each certificate within twenty seconds and 512 MiB (security D1), whether
there is one or a thousand. What a batch shares is laid out once (app/documents/alike.py).
"""

import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import FrameType

from app.certificates.design import qr, underlays
from app.certificates.facts import CertificateFacts
from app.certificates.sheet import Sheet
from app.certificates.style import STANDING, Style
from app.documents.printing import NotAlike, Variant, print_alike, print_pdf

WORKERS = 2
CHUNK = 50
WAITING = 2 * WORKERS
SECONDS_FOR_ONE = 20
IDLE_SECONDS = 60
MEMORY = 512 * 1024 * 1024


class PrintingTookTooLong(Exception):
    """One certificate needed more time than any honest one does."""


def print_certificate(facts: CertificateFacts, style: Style = STANDING) -> bytes:
    """Print one by itself, here: for a process that is bounded already."""
    sheet = Sheet(facts, style)
    return print_pdf(sheet.html(), underlays=underlays(facts.verification_url, style), images=_images(style))


def print_here(
    certificates: Sequence[CertificateFacts], style: Style = STANDING, *, beginning: Callable[[], None] = lambda: None
) -> list[bytes]:
    """Print some in the given order, those that look alike as copies of one master.

    ``beginning`` is called before each page that the engine lays out.
    """
    sheets = [Sheet(facts, style) for facts in certificates]
    alike: dict[str, list[int]] = {}
    for index, sheet in enumerate(sheets):
        alike.setdefault(sheet.shape() if sheet.is_plain else f"{index}", []).append(index)
    printed: dict[int, bytes] = {}
    for indexes in alike.values():
        printed |= dict(zip(indexes, _print_group([sheets[one] for one in indexes], style, beginning), strict=True))
    return [printed[index] for index in range(len(sheets))]


def _print_group(sheets: Sequence[Sheet], style: Style, beginning: Callable[[], None]) -> list[bytes]:
    if len(sheets) > 1:
        beginning()
        try:
            return _copies(sheets, style)
        except NotAlike:
            pass  # the slow way prints whatever there is
    printed = []
    for one in sheets:
        beginning()
        printed.append(print_certificate(one.facts, style))
    return printed


def _copies(sheets: Sequence[Sheet], style: Style) -> list[bytes]:
    variants = [
        Variant(
            one.texts(), one.title, one.description, one.facts.verification_url, qr(one.facts.verification_url, style)
        )
        for one in sheets
    ]
    (front, _own), back = underlays(sheets[0].facts.verification_url, style)
    return print_alike(sheets[0].html(), variants, underlays=((front,), back), images=_images(style))


def _images(style: Style) -> dict[str, bytes]:
    return {"logo.png": style.logo} if style.logo else {}


def print_many(certificates: Sequence[CertificateFacts], style: Style = STANDING) -> Iterator[bytes]:
    """Print in the given order, in bounded processes beside this one."""
    if multiprocessing.current_process().daemon:  # may have no children; it is one itself, and bounded
        return iter(print_here(certificates, style))
    return print_in_processes(certificates, style)


def print_in_processes(
    certificates: Sequence[CertificateFacts], style: Style = STANDING, *, seconds: float = SECONDS_FOR_ONE
) -> Iterator[bytes]:
    """Print in the given order in two processes, each certificate within the given time.

    The processes start afresh instead of being forked, so locks and threads of the caller do no harm.
    The first error ends the run and is raised here.
    """
    # A small batch is shared between the processes too; a large one goes in pieces that keep memory small.
    size = min(CHUNK, max(1, -(-len(certificates) // WORKERS)) if len(certificates) > CHUNK // 2 else CHUNK)
    chunks = (certificates[start : start + size] for start in range(0, len(certificates), size))
    press = _press.in_hand()
    running: deque[Future[tuple[list[bytes], Exception | None]]] = deque()
    try:
        running.extend(press.submit(_print_in_time, chunk, style, seconds) for chunk in islice(chunks, WAITING))
        while running:
            printed, error = running.popleft().result()
            running.extend(press.submit(_print_in_time, chunk, style, seconds) for chunk in islice(chunks, 1))
            yield from printed
            if error is not None:
                raise error
    except BrokenProcessPool:
        _press.throw_away(press)
        raise
    finally:
        for future in running:
            future.cancel()
        _press.put_down()


class _Press:
    """Two printing processes that are kept for a while: starting one costs more than printing fifty certificates."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._users = 0
        self._timer: threading.Timer | None = None

    def in_hand(self) -> ProcessPoolExecutor:
        with self._lock:
            self._users += 1
            if self._timer is not None:
                self._timer.cancel()
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(WORKERS, mp_context=context, initializer=prepare_process)
            return self._pool

    def put_down(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0 and self._pool is not None:
                self._timer = threading.Timer(IDLE_SECONDS, self._rest)
                self._timer.daemon = True
                self._timer.start()

    def throw_away(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False, cancel_futures=True)

    def _rest(self) -> None:
        with self._lock:
            pool, self._pool = (self._pool, None) if self._users == 0 else (None, self._pool)
        if pool is not None:
            pool.shutdown(wait=False)


_press = _Press()


def prepare_process() -> None:
    """Let a printing process use so much memory and no more, know no secrets, leave Ctrl+C to whoever started it,
    and end with it."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_long)
    for name in [one for one in os.environ if one.startswith("PENATA_")]:
        del os.environ[name]
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.join,), daemon=True).start()


def _end_with(wait: Callable[[], None]) -> None:
    """A worker that is killed cannot tell its children; they see it gone."""
    wait()
    os._exit(1)


def _print_in_time(
    certificates: Sequence[CertificateFacts], style: Style, seconds: float
) -> tuple[list[bytes], Exception | None]:
    """What could be printed, and the error that ended it. Each page that is laid out has its own time; the copies
    made of one share it, since a copy takes the hundredth part."""

    def start_the_clock() -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    printed: list[bytes] = []
    try:
        try:
            return print_here(certificates, style, beginning=start_the_clock), None
        except Exception:
            if len(certificates) == 1:
                raise
        for one in certificates:
            start_the_clock()
            printed.append(print_certificate(one, style))
    except Exception as error:  # noqa: BLE001 - told to whoever waits for the rest
        return printed, error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return printed, None


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise PrintingTookTooLong
