"""Mails a second: the outbox through a real mail server, against a bare smtplib loop in the same run.

    python bench/mail.py [--quick] [--database sqlite|postgresql|both]

Bare is a loop that sends the very same bytes, made beforehand, over one connection. Naive is what anybody would
write first: it draws, composes and sends one letter after the other. Neither remembers anything: no outbox, no
lease, no mark after each letter. Ours takes each letter from the outbox, draws its text, its HTML and its calendar,
hands it over and commits that it was taken.
"""

import json
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.policy import SMTP
from time import perf_counter
from typing import Any

from sqlalchemy import delete, func, select
from support import ROOT
from support.figures import arguments, finish, say
from support.town import Town, raised

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.notifications import post, posting, services
from app.notifications.models import Mail, MailStatus, Notice
from app.notifications.services import Recipient

FULL, QUICK = 5000, 600
SIZE = 150
SENDER = "Penata <penata@bungo.example>"
FACTS = {
    "batch": "Pelayanan Prima bagi Petugas Loket, Angkatan 3",
    "dates": "10–11 Desember 2026",
    "place": "Aula BKPSDM, Muara Bungo",
    "meetings": [[7, "2026-12-10T01:00:00+00:00", "2026-12-10T08:30:00+00:00", "Aula BKPSDM"]],
    "timezone": "Asia/Jakarta",
    "organiser": "BKPSDM Kabupaten Bungo",
    "why": "",
}


@contextmanager
def postbox() -> Iterator[tuple[int, dict[str, int]]]:
    """A mail server's port, and what it took once it is closed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "support.postbox", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT / "bench", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin
        assert server.stdout
        server.stdout.readline()
        told: dict[str, int] = {}
        try:
            yield port, told
        finally:
            server.stdin.close()
            told |= json.loads(server.stdout.readline())


def write(count: int) -> None:
    db.session.execute(delete(Mail))
    db.session.execute(delete(Notice))
    for number in range(count):
        recipient = Recipient(number + 1, f"Pegawai {number}", f"pegawai{number}@bungo.example")
        path = "/pelatihan/angkatan/3"
        services.tell(recipient, "training_confirmed", "Anda terdaftar.", path=path, key=str(number), **FACTS)
    db.session.commit()


def looped(messages: Iterable[tuple[str, bytes]], count: int) -> float:
    """Seconds a loop over one connection takes."""
    with postbox() as (port, told):
        begun = perf_counter()
        with smtplib.SMTP("127.0.0.1", port) as server:
            for address, message in messages:
                server.sendmail("penata@bungo.example", [address], message)
        took = perf_counter() - begun
    assert told["taken"] == count
    return took


def messages() -> Iterator[tuple[str, bytes]]:
    """The letters of the outbox as they go out."""
    mails = list(db.session.execute(select(Mail).order_by(Mail.id)).scalars())
    db.session.rollback()
    for mail in mails:
        message = post.compose(mail, posting.letter_of(mail), posting.attachment_of(mail))
        yield mail.address, message.as_bytes(policy=SMTP)


def ours() -> tuple[float, dict[str, int]]:
    """Seconds the worker's duty takes to empty the outbox, and what the server saw of it."""
    with postbox() as (port, told), scope.everything():
        post.use_settings(smtp_url=f"smtp://127.0.0.1:{port}", sender=SENDER)
        begun = perf_counter()
        while _left():
            posting.post_waiting()
        took = perf_counter() - begun
    post.use_settings(smtp_url="", sender=SENDER)
    return took, told


def _left() -> int:
    due = select(func.count(Mail.id)).where(Mail.status == MailStatus.WAITING, Mail.next_try_at <= now())
    found = db.session.execute(due).scalar_one()
    db.session.commit()
    return found


def measure(town: Town, count: int) -> dict[str, Any]:
    with town.inside():
        post.use_settings(smtp_url="", sender=SENDER)
        write(count)
        bare, naive = looped(list(messages()), count), looped(messages(), count)
        took, told = ours()
        sent = select(func.count(Mail.id)).where(Mail.status == MailStatus.SENT)
        marked = db.session.execute(sent).scalar_one()
    return {
        "mails_per_second": round(count / took, 1),
        "naive_per_second": round(count / naive, 1),
        "bare_per_second": round(count / bare, 1),
        "ratio_to_naive": round(naive / took, 3),
        "ratio_to_bare": round(bare / took, 3),
        "marked": marked,
        **told,
    }


def main() -> None:
    given = arguments(__doc__ or "")
    count = QUICK if given.quick else FULL
    found = {}
    for database in given.databases:
        with raised(database, SIZE) as town:
            found[database] = one = measure(town, count)
        say(f"{database}: {one['mails_per_second']} mails a second, naive {one['naive_per_second']}")
    holds = all(one["marked"] == one["taken"] == one["different"] == count for one in found.values())
    finish("mail", {"mails": count, "databases": found}, quick=given.quick, holds=holds)


if __name__ == "__main__":
    main()
