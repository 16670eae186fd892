"""The weekly digest: one mail a person and week that says what waits, and none where nothing does.

A job for each government and week writes them a hundred people at a time; run twice it writes none twice.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from app.access.visitor import SYSTEM
from app.base import wording
from app.base.clock import now
from app.jobs import queries as jobs_known
from app.jobs import services as jobs
from app.notifications import addresses, catalogue
from app.notifications import rules as letters
from app.notifications import services as notifications
from app.notifications.catalogue import LetterKind
from app.notifications.models import Delivery, LetterGroup, MailStatus
from app.notifications.services import Recipient
from app.reports import queries
from app.training import labels

JOB = "reports.digest"
KIND = "weekly_digest"
PEOPLE_AT_ONCE = 100
LINES_AT_MOST = 5
# Unread notices of the last two weeks, so that none is brought up more than twice; the newest were only just told.
UNREAD_SINCE, JUST_TOLD = timedelta(days=14), timedelta(days=1)
AHEAD = timedelta(days=7)
_hour = 7


def use_hour(hour: int) -> None:
    """From when on Mondays digests are written, by each government's clock; a negative hour means never."""
    global _hour  # noqa: PLW0603 - a setting of the installation, set once at the start
    _hour = hour


@dataclass(frozen=True)
class Line:
    """One thing of the week, and where to look at it."""

    text: str
    link: str
    note: str = ""


@dataclass(frozen=True)
class Part:
    title: str
    lines: list[Line]
    more: str = ""


def begin_due() -> None:
    """Leave a job for every government in which Monday morning has come."""
    at = now()
    for government_id, timezone in queries.governments():
        week = letters.digest_week(wording.local(at, timezone), _hour)
        key = f"digest:{government_id}:{week}"
        if week is not None and jobs_known.by_key(key) is None:
            args = {"week": week, "timezone": timezone}
            jobs.enqueue(JOB, args, by=SYSTEM, government_id=government_id, key=key)


def write(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Write the digests of one government and week; whoever has theirs already is passed over."""
    total, seen, written, after = queries.reachable_count(), 0, 0, 0
    while people := queries.reachable_people(after=after, limit=PEOPLE_AT_ONCE):
        written += _write_for(people, args["week"], args["timezone"])
        after, seen = people[-1].id, seen + len(people)
        progress(min(seen, total), total)
    return f"{written} ringkasan mingguan ditulis."


def _write_for(people: Sequence[Any], week: str, timezone: str) -> int:
    have = queries.with_mail([f"{KIND}:{_key(one.id, week)}" for one in people])
    waiting = [one for one in people if f"{KIND}:{_key(one.id, week)}" not in have]
    parts = _parts([one.id for one in waiting], timezone)
    for one in waiting:
        if parts[one.id]:
            _write(one, parts[one.id], week)
    return sum(bool(parts[one.id]) for one in waiting)


def _write(person: Any, parts: list[Part], week: str) -> None:
    count = sum(len(part.lines) for part in parts)
    notifications.mail_to(
        Recipient(person.id, person.name, person.email),
        KIND,
        "Ini yang menunggu Anda minggu ini.",
        path="/beranda",
        key=_key(person.id, week),
        headline=f"{count} hal menunggu Anda",
        parts=[asdict(part) for part in parts],
    )


def _key(employee_id: int, week: str) -> str:
    return f"{employee_id}:{week}"


def _parts(ids: Sequence[int], timezone: str) -> dict[int, list[Part]]:
    """What waits for each who wants to hear of it: offers with deadlines, the week's meetings, unread notices, and
    the letters they asked to have in the digest."""
    found: dict[int, list[Part]] = defaultdict(list)
    wanting = sorted(set(ids) - queries.without_digest(ids, Delivery.NONE)) if ids else []
    if not wanting:
        return found
    held = _held(wanting)
    for title, lines in (
        ("Menunggu jawaban Anda", _offers(wanting, timezone)),
        ("Jadwal tujuh hari ke depan", _meetings(wanting, timezone)),
    ):
        for employee_id, listed in lines.items():
            found[employee_id].append(Part(title, listed))
    for employee_id, part in _notices(wanting, held, timezone).items():
        found[employee_id].append(part)
    for employee_id, listed in held.items():
        found[employee_id].append(Part("Kabar yang Anda minta diringkas", listed))
    return found


def _offers(ids: Sequence[int], timezone: str) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for row in queries.open_offers(ids, now()):
        name = labels.batch_name(row.title, row.number)
        until = wording.moment(row.offer_expires_at, timezone)
        found[row.employee_id].append(Line(f"Ada kursi untuk Anda: {name}", _batch(row), f"Jawab sebelum {until}."))
    return found


def _meetings(ids: Sequence[int], timezone: str) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for row in queries.coming_meetings(ids, now(), now() + AHEAD):
        day = wording.full_date(wording.local(row.starts_at, timezone).date())
        when = f"{day}, {wording.time_range(row.starts_at, row.ends_at, timezone)}"
        found[row.employee_id].append(
            Line(labels.batch_name(row.title, row.number), _batch(row), f"{when}, {row.place}")
        )
    return found


def _batch(row: Any) -> str:
    return addresses.absolute(f"/pelatihan/angkatan/{row.batch_id}")


def _notices(ids: Sequence[int], held: dict[int, list[Line]], timezone: str) -> dict[int, Part]:
    """What was not read, but nothing that tells by its recipient: a digest stands in the outbox for others to read."""
    told = {(employee_id, line.text) for employee_id, lines in held.items() for line in lines}
    listed: dict[int, list[Line]] = defaultdict(list)
    totals: dict[int, int] = {}
    at = now()
    without = ["training_offer", *catalogue.unlisted()]
    rows = queries.unread_notices(ids, since=at - UNREAD_SINCE, until=at - JUST_TOLD, told=without, each=LINES_AT_MOST)
    for row in rows:
        if (row.employee_id, row.text) not in told:
            day = wording.full_date(wording.local(row.created_at, timezone).date())
            listed[row.employee_id].append(Line(row.text, addresses.absolute(row.path), day))
            totals[row.employee_id] = row.total
    return {
        employee_id: Part("Belum Anda baca", lines, _more(totals[employee_id] - LINES_AT_MOST))
        for employee_id, lines in listed.items()
    }


def _more(count: int) -> str:
    return f"Dan {count} kabar lagi di Pemberitahuan." if count > 0 else ""


def _held(ids: Sequence[int]) -> dict[int, list[Line]]:
    """The held letters as lines; from now on they count as told."""
    found: dict[int, list[Line]] = defaultdict(list)
    for mail in queries.held_mails(ids):
        mail.status = MailStatus.GATHERED
        found[mail.employee_id or 0].append(Line(mail.facts["say"], mail.facts["link"]))
    return found


catalogue.register(
    LetterKind(
        KIND,
        LetterGroup.DIGEST,
        "Ringkasan mingguan",
        "Pegawai yang punya sesuatu yang menunggu, setiap Senin pagi menurut jam setempat.",
        "Ini yang menunggu Anda minggu ini.",
        {
            "headline": "3 hal menunggu Anda",
            "parts": [
                {
                    "title": "Menunggu jawaban Anda",
                    "lines": [
                        asdict(
                            Line(
                                "Ada kursi untuk Anda: Pelayanan Prima bagi Petugas Loket, Angkatan 3",
                                "https://penata.example/pelatihan",
                                "Jawab sebelum Selasa, 8 Desember 2026, 16.00 WIB.",
                            )
                        )
                    ],
                    "more": "",
                },
                {
                    "title": "Belum Anda baca",
                    "lines": [
                        asdict(
                            Line(
                                "Sertifikat Kearsipan Digital, Angkatan 2 sudah terbit.",
                                "https://penata.example/sertifikat",
                                "Kamis, 3 Desember 2026",
                            )
                        ),
                        asdict(
                            Line(
                                "Rina Marlina, S.E. sudah diminta memutuskan permohonan Anda.",
                                "https://penata.example/pelatihan",
                                "Rabu, 2 Desember 2026",
                            )
                        ),
                    ],
                    "more": "Dan 2 kabar lagi di Pemberitahuan.",
                },
            ],
        },
    )
)
