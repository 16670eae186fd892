"""The bank of questions, tests that were sat, and an evaluation that was closed, all by the real services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import func, select

from app.access.visitor import SYSTEM, Actor
from app.base.database import db
from app.demo import cast, courses
from app.evaluations import queries as evaluation_queries
from app.evaluations.models import ItemKind
from app.evaluations.services import closing as evaluation_closing
from app.evaluations.services import forms
from app.exams.facts import Asked, ExamFacts, QuestionFacts, Reply
from app.exams.models import Counting, Exam, ExamPurpose, QuestionKind
from app.exams.queries import bank as bank_queries
from app.exams.queries import papers as paper_queries
from app.exams.services import bank, papers, sittings
from app.exams.services.papers import add_questions
from app.notifications.services import Recipient
from app.organisation.models import Employee
from app.training import labels
from app.training.models import Batch, BatchEvaluation, BatchExam, BatchStatus, Enrolment, EnrolmentStatus, Programme
from app.training.queries import batches
from app.training.queries.batches import BatchPage
from app.training.services import evaluations, exams

DATA, SERVICE = "Pusat data", "Pelayanan publik"
ENOUGH = 12
_S, _M, _B, _T, _O = (
    QuestionKind.SINGLE,
    QuestionKind.MULTIPLE,
    QuestionKind.TRUE_FALSE,
    QuestionKind.TEXT,
    QuestionKind.ORDER,
)


@dataclass(frozen=True)
class _Said:
    topic: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    why: str = ""
    points: int = 1


_BANK = (
    _Said(
        DATA,
        _S,
        "Berapa salinan cadangan yang paling sedikit disimpan di luar gedung?",
        ("Tidak perlu", "Satu", "Lima"),
        ("1",),
        "Kebakaran atau banjir mengenai semua yang ada di satu gedung.",
    ),
    _Said(
        DATA,
        _M,
        "Mana yang membuktikan bahwa cadangan bisa dipakai?",
        ("Dipulihkan ke mesin lain", "Isinya diperiksa sesudah dipulihkan", "Ukurannya besar", "Namanya benar"),
        ("0", "1"),
        "Cadangan baru terbukti setelah pernah dipulihkan.",
    ),
    _Said(
        DATA,
        _B,
        "Kata sandi admin boleh dipakai bersama supaya cepat.",
        (),
        ("1",),
        "Tanpa akun sendiri tidak jelas siapa melakukan apa.",
    ),
    _Said(
        DATA,
        _O,
        "Urutkan langkah ketika layanan mati.",
        ("Catat waktunya", "Beri tahu pengguna", "Pulihkan layanan", "Cari penyebabnya"),
        (),
        "Pengguna perlu tahu lebih dulu; sebab dicari setelah layanan pulih.",
        2,
    ),
    _Said(
        DATA,
        _S,
        "Suhu ruang server naik terus. Apa yang pertama dilakukan?",
        ("Menunggu pagi", "Memeriksa pendingin dan beban", "Mematikan alarm"),
        ("1",),
    ),
    _Said(DATA, _B, "Pembaruan keamanan diuji dulu di mesin yang bukan untuk layanan.", (), ("0",)),
    _Said(
        DATA,
        _S,
        "Ketersediaan 99,9% setahun berarti layanan boleh mati kira-kira berapa lama?",
        ("9 menit", "9 jam", "9 hari"),
        ("1",),
        "Seperseribu dari 8.760 jam.",
    ),
    _Said(
        DATA,
        _T,
        "Tulis satu kebiasaan kerja yang akan Anda ubah minggu ini, dan caranya.",
        (),
        (),
        "Menyebut kebiasaan: 1 poin. Menyebut cara dan waktunya: 1 poin.",
        2,
    ),
    _Said(
        SERVICE,
        _S,
        "Warga datang dengan berkas kurang. Apa yang lebih dulu disampaikan?",
        ("Disuruh pulang", "Apa yang sudah lengkap dan apa yang kurang", "Jam tutup loket"),
        ("1",),
    ),
    _Said(
        SERVICE,
        _M,
        "Mana yang termasuk hak warga di loket?",
        ("Tahu biaya dan waktunya", "Mendapat tanda terima", "Didahulukan karena kenal"),
        ("0", "1"),
    ),
    _Said(SERVICE, _B, "Keluhan lewat telepon tidak perlu dicatat.", (), ("1",)),
    _Said(
        SERVICE,
        _O,
        "Urutkan cara menanggapi keluhan.",
        ("Dengarkan sampai selesai", "Ulangi dengan kata sendiri", "Sampaikan langkah dan waktunya"),
        (),
    ),
)
_REMARKS = (
    "Tambah latihan dengan kasus dari kecamatan.",
    "Contohnya pas dengan pekerjaan kami.",
    "Waktunya terlalu pendek untuk praktik.",
    "Bahan ajarnya dikirim sebelum hari pertama saja.",
    "Pendingin ruangan terlalu dingin.",
)


def teach(actors: dict[str, Actor], at: datetime, seed: int) -> None:
    """In the scope of Bungo, after its batches are written."""
    rng = Random(f"{seed}:learning")
    for said in _BANK:
        bank.create(_facts(said), by=actors[cast.MAYA.key])
    _test_the_waiting_batch(actors[cast.MAYA.key], rng)
    _open_a_test(actors[cast.MAYA.key])
    _evaluate_a_closed_batch(actors[cast.MAYA.key], at, rng)


def _facts(said: _Said) -> QuestionFacts:
    is_text = said.kind == _T
    return QuestionFacts(
        topic=said.topic,
        competency_id=None,
        kind=said.kind,
        text=said.text,
        options=said.options,
        right=said.right,
        points=Decimal(said.points),
        explanation="" if is_text else said.why,
        rubric=said.why if is_text else "",
    )


def _exam(page: BatchPage, purpose: ExamPurpose, topic: str, minutes: int, by: Actor) -> Exam:
    name = labels.batch_name(page.title, page.batch.number)
    title = f"{'Tes awal' if purpose == ExamPurpose.PRE else 'Tes akhir'} {name}"
    exam = papers.plan(ExamFacts(title[:200], purpose, minutes, 2, Counting.BEST), by=by)
    db.session.add(BatchExam(batch_id=page.batch.id, exam_id=exam.id))
    db.session.flush()
    add_questions(exam, bank_queries.of_topic(topic), by=by)
    exams.open_(page, exam, by=by)
    return exam


def _test_the_waiting_batch(by: Actor, rng: Random) -> None:
    """Both tests of the batch that only has to be closed: sat, scored and ended."""
    page = _page_of(courses.DATA_CENTRE, BatchStatus.PUBLISHED)
    if page is None:
        return
    there = {one.employee_id for one in evaluations.came(page.batch.id)}
    seated = [row for row in batches.participants(page.batch.id) if row.employee_id in there]
    for purpose, luck in ((ExamPurpose.PRE, 0.45), (ExamPurpose.POST, 0.9)):
        exam = _exam(page, purpose, DATA, 20, by)
        for row in seated:
            weak = row.score is not None and row.score < 60
            _sit(page, exam, row, rng, 0.2 if weak else luck)
        for row in paper_queries.texts_waiting(exam.id):
            points = Decimal(rng.choice((1, 2))) if purpose == ExamPurpose.POST else Decimal(1)
            exams.score_text(page, exam, row.AttemptAnswer, points, "", by=by)
        exams.close(page, exam, by=by)


def _sit(page: BatchPage, exam: Exam, row: object, rng: Random, luck: float) -> None:
    person = Actor(None, row.employee_id, row.name)  # type: ignore[attr-defined]
    attempt = exams.start(page, exam, by=person)
    # Shuffled for each person; the seed decides by the questions, not by where they stand.
    asked = sorted(paper_queries.asked(attempt), key=lambda one: one.id)
    sittings.save(attempt, {one.id: _reply(one, rng, luck) for one in asked})
    exams.submit(page, exam, attempt, {}, by=person)


def _reply(one: Asked, rng: Random, luck: float) -> Reply:
    knows = rng.random() < luck
    places = [str(place) for place in range(len(one.options))]
    if one.kind == _T:
        return Reply(text="Memulihkan satu cadangan ke mesin uji setiap Jumat pagi." if knows else "Lebih teliti.")
    if one.kind == _O:
        return Reply(chosen=tuple(places if knows else rng.sample(places, len(places))))
    if knows:
        return Reply(chosen=one.right)
    return Reply(chosen=(rng.choice([place for place in places if place not in one.right]),))


def _open_a_test(by: Actor) -> None:
    """Whoever is in the batch that runs today can sit its test."""
    page = _page_of(courses.INNOVATION_SEMINAR, BatchStatus.PUBLISHED)
    if page is not None:
        _exam(page, ExamPurpose.PRE, SERVICE, 15, by)


def _page_of(course: courses.Course, status: BatchStatus) -> BatchPage | None:
    statement = (
        select(Batch, Programme)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Programme.code == course.code, Batch.status == status)
        .order_by(Batch.starts_on, Batch.id)
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return None if row is None else BatchPage(*row)


def _evaluate_a_closed_batch(by: Actor, at: datetime, rng: Random) -> None:
    """The latest closed batch with enough people: most of them answered, and the worker closes it."""
    passed = func.count(Enrolment.id)
    statement = (
        select(Batch.id)
        .join(Enrolment, Enrolment.batch_id == Batch.id)
        .where(Batch.status == BatchStatus.CLOSED, Enrolment.status == EnrolmentStatus.PASSED)
        .group_by(Batch.id, Batch.ends_on)
        .having(passed >= ENOUGH)
        .order_by(Batch.ends_on.desc(), Batch.id)
        .limit(1)
    )
    batch_id = db.session.execute(statement).scalar_one_or_none()
    if batch_id is None:
        return
    page = batches.managed_batch(batch_id)
    people = db.session.execute(
        select(Employee.id, Employee.name)
        .join(Enrolment, Enrolment.employee_id == Employee.id)
        .where(Enrolment.batch_id == batch_id, Enrolment.status == EnrolmentStatus.PASSED)
        .order_by(Employee.id)
    ).all()
    asked = tuple(Recipient(row.id, row.name, "") for row in people)
    name, until = labels.batch_name(page.title, page.batch.number), at + timedelta(days=1)
    path = f"/pelatihan/angkatan/{batch_id}/evaluasi"
    wanted = forms.Wanted(name, evaluations.trainers(page), page.batch.place, asked, until, "besok", path)
    found = forms.open_(wanted, today=at.date(), by=by)
    db.session.add(BatchEvaluation(batch_id=batch_id, evaluation_id=found.id))
    db.session.flush()
    rows = evaluation_queries.questions(found.id)
    for person in asked[: max(ENOUGH - 1, len(asked) * 4 // 5)]:
        replies = {row.id: rng.choice("33444555") for row in rows if row.kind == ItemKind.SCALE}
        replies |= {row.id: rng.choice(_REMARKS) for row in rows if row.kind == ItemKind.TEXT and rng.random() < 0.5}
        forms.submit(forms.token_of(found.id, person.employee_id), replies)
    evaluation_closing.request(found, by=SYSTEM)
