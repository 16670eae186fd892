"""What was asked at the round that was held, what was answered, and what people understood before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy import select

from app.access.visitor import SYSTEM, Actor
from app.attendance.models import Attendance
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.demo import cast
from app.organisation import queries as organisation
from app.sosialisasi import ready_checks
from app.sosialisasi.facts.questions import Answered, Asked
from app.sosialisasi.models import AskedKind, AskedWhen, RoundStatus, SosialisasiRound
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import questions as asked
from app.sosialisasi.queries import understanding as checks
from app.sosialisasi.queries.boards import Room
from app.sosialisasi.services import boards as board_services
from app.sosialisasi.services import questions, replying, understanding
from app.training.services.moments import local_today

RIGHT_BEFORE, RIGHT_AFTER = 0.55, 0.85
GUESTS = 6


@dataclass(frozen=True)
class _Said:
    """A question of the demo; with ``answer`` it was answered, and ``published`` unless it is for its asker."""

    text: str
    theme: str
    votes: int
    when: AskedWhen = AskedWhen.DURING
    kind: AskedKind = AskedKind.QUESTION
    asker: str = ""
    answer: str = ""
    is_for_asker: bool = False
    published: bool = False


_SAID = (
    _Said(
        "Apakah tunjangan saya berubah setelah jabatan pengawas disetarakan?",
        "jabatan",
        31,
        answer="Penghasilan dijelaskan satu per satu dalam surat kepada setiap pegawai sebelum pelantikan. "
        "Yang belum menerima suratnya bisa bertanya ke subbagian umum dan kepegawaian.",
        published=True,
    ),
    _Said(
        "Loket dan jam layanan tetap, atau ikut berubah?",
        "layanan",
        24,
        AskedWhen.BEFORE,
        asker=cast.DEWI.key,
        answer="Loket, jam layanan, dan tempat kerja tetap. Yang berubah hanya cara pekerjaan dibagi di dalam tim.",
        published=True,
    ),
    _Said(
        "Siapa yang menilai kinerja saya kalau saya ada di dua tim kerja?",
        "tim kerja",
        19,
        answer="Atasan langsung tetap satu. Ketua tim memberi masukan, dan atasan yang menetapkan penilaiannya.",
    ),
    _Said("Kapan pelantikan jabatan fungsionalnya, dan apakah ada pelatihan sebelum itu?", "jadwal", 17),
    _Said(
        "Mohon sosialisasi berikutnya juga daring, supaya petugas lapangan bisa ikut.",
        "acara",
        8,
        AskedWhen.AFTER,
        AskedKind.ASPIRATION,
    ),
    _Said("Apakah arsip seksi lama dipindah semua ke tim yang baru?", "arsip", 6),
    _Said(
        "Saya sedang tugas belajar. Apakah jabatan saya ikut disetarakan selama saya tidak masuk?",
        "jabatan",
        2,
        AskedWhen.AFTER,
        answer="Ya, dan suratnya dikirim ke alamat yang tercatat. Perinciannya dijelaskan langsung kepada Anda.",
        is_for_asker=True,
    ),
    _Said("Apakah boleh mengajukan pindah tim setelah berjalan?", "tim kerja", 4),
)


def act(actors: Mapping[str, Actor], seed: int) -> None:
    """Nothing where no round was held. Draws from numbers of its own."""
    held = select(SosialisasiRound).where(SosialisasiRound.status == RoundStatus.HELD).order_by(SosialisasiRound.id)
    one = db.session.execute(held.limit(1)).scalar_one_or_none()
    if one is None:
        return
    rng, sari = Random(f"{seed}:questions"), actors[cast.SARI.key]
    board_services.open_(one, by=sari)
    room = boards.room_of_round(one.id)
    numbers = [_ask(room, said, actors, by=sari) for said in _SAID]
    _hand_over(numbers, actors, by=sari)
    board_services.end_voting(one.id)
    _check(one, room, rng, by=sari)


def _ask(room: Room, said: _Said, actors: Mapping[str, Actor], *, by: Actor) -> int:
    asker = actors[said.asker] if said.asker else None
    question, _code = questions.ask(room, Asked(said.kind, said.text, said.theme), by=asker)
    days = {AskedWhen.BEFORE: -1, AskedWhen.DURING: 0, AskedWhen.AFTER: 1}[said.when]
    question.asked_when, question.votes = said.when, said.votes
    question.asked_on = room.meeting.starts_at.date() + timedelta(days=days)
    question.due_on = question.asked_on + timedelta(days=14)
    db.session.flush()
    if said.answer:
        replying.answer(question, Answered(said.answer, said.is_for_asker), version=question.version, by=by)
    if said.published:
        replying.publish(question, by=by)
    return question.id


def _hand_over(numbers: list[int], actors: Mapping[str, Actor], *, by: Actor) -> None:
    """Rina has one to answer in time, and one whose day has passed."""
    day, rina = local_today(), organisation.employee(actors[cast.RINA.key].employee_id or 0)
    waiting = [number for number, said in zip(numbers, _SAID, strict=True) if not said.answer]
    for number, days in zip(waiting, (5, 0), strict=False):
        replying.assign(asked.by_id(number), rina, day + timedelta(days=days), today=day, by=by)
    late = asked.by_id(waiting[1])
    late.due_on = day - timedelta(days=1)
    db.session.flush()


def _check(one: SosialisasiRound, room: Room, rng: Random, *, by: Actor) -> None:
    """Those who came, and some guests, before and after; the worker closes it."""
    check = understanding.prepare(one, by=by)
    understanding.take_ready(check, ready_checks.every()[0], by=by)
    understanding.open_before(check, by=by)
    came = (
        select(Attendance.employee_id)
        .where(Attendance.meeting_id == room.meeting.id, Attendance.status.in_(sorted(ATTENDED)))
        .order_by(Attendance.employee_id)
    )
    people = list(db.session.execute(came).scalars())
    for chance in (RIGHT_BEFORE, RIGHT_AFTER):
        takers = [(f"person {number}", number) for number in people if rng.random() < 0.9]
        for who, number in [*takers, *((f"device {guest}", 0) for guest in range(GUESTS))]:
            replies = {
                item.id: str(item.right if rng.random() < chance else (item.right + 1) % len(item.options))
                for item in checks.items(check.id)
            }
            understanding.submit(check, who, number or None, replies)
        if chance == RIGHT_BEFORE:
            understanding.open_after(check, by=by)
    understanding.request(check, by=SYSTEM)
