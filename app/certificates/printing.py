"""Certificates as PDF, one or many."""

import multiprocessing
import resource
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from types import FrameType

from app.certificates import labels, layout
from app.certificates.design import underlays
from app.certificates.facts import CertificateFacts
from app.documents.printing import print_pdf, render_document

WORKERS = 2
WAITING = 4 * WORKERS
WORTH_A_POOL = 60
SECONDS_FOR_ONE = 20
MEMORY = 512 * 1024 * 1024


class PrintingTookTooLong(Exception):
    """One certificate needed more time than any honest one does."""


def print_certificate(facts: CertificateFacts) -> bytes:
    return print_pdf(certificate_html(facts), underlays=underlays(facts.verification_url))


def print_many(certificates: Sequence[CertificateFacts]) -> Iterator[bytes]:
    """Print in the given order, in two processes when there are enough to pay for starting them."""
    if len(certificates) < WORTH_A_POOL or multiprocessing.current_process().daemon:
        return map(print_certificate, certificates)
    return print_in_processes(certificates)


def print_in_processes(
    certificates: Sequence[CertificateFacts], *, seconds: float = SECONDS_FOR_ONE
) -> Iterator[bytes]:
    """Print in the given order in two processes, each certificate within the given time.

    The processes start afresh instead of being forked, so locks and threads of the caller do no harm.
    The first error ends the run and is raised here. Stop taking and the processes end too.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(WORKERS, mp_context=context, initializer=prepare_process)
    try:
        remaining = iter(certificates)
        running = deque(pool.submit(_print_in_time, facts, seconds) for facts in islice(remaining, WAITING))
        while running:
            printed: Future[bytes] = running.popleft()
            pdf = printed.result()
            running.extend(pool.submit(_print_in_time, facts, seconds) for facts in islice(remaining, 1))
            yield pdf
    finally:
        pool.shutdown(cancel_futures=True)


def prepare_process() -> None:
    """Let a printing process use so much memory and no more, and leave Ctrl+C to whoever started it."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, _too_long)


def certificate_html(facts: CertificateFacts) -> str:
    return render_document(
        "certificate.html",
        facts=facts,
        labels=labels,
        heading=layout.heading(facts),
        middle=layout.middle(facts),
        signature=layout.signature(facts),
        hours=layout.hours(facts),
        table_class=layout.table_class(facts),
    )


def _print_in_time(facts: CertificateFacts, seconds: float) -> bytes:
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return print_certificate(facts)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise PrintingTookTooLong
