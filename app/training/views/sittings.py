"""Sitting a test: begin, answer page by page or all along, look it over, send. Works without a script."""

from datetime import datetime
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now
from app.base.database import db
from app.exams import analysis
from app.exams import labels as exam_labels
from app.exams import rules as exam_rules
from app.exams.facts import Asked, Reply
from app.exams.models import Attempt, Exam, ExamPurpose, ExamStatus, QuestionKind
from app.exams.queries import papers
from app.exams.services import sittings
from app.training import labels
from app.training.models import TOOK_PART
from app.training.queries import batches as queries
from app.training.queries import enrolments, learning
from app.training.queries.batches import BatchPage
from app.training.services import exams as services
from app.training.views.blueprint import bp
from app.web import dates
from app.web.answers import moved_on, render_block, show, wants_fragment
from app.web.inputs import arg_int, is_row_number

INTRO, PAGE = "training/own_exam.html", "training/sitting.html"
PER_PAGE = 5


@bp.get("/angkatan/<int:batch_id>/tes/<int:exam_id>")
@requires(Permission.TRAINING_ENROL)
def show_own_exam(batch_id: int, exam_id: int) -> ResponseReturnValue:
    page, exam = _own(batch_id, exam_id)
    mine = papers.attempts_of(exam_id, visitor.employee_id or 0)
    running = next((one for one in mine if one.submitted_at is None and not exam_rules.is_over(one, now())), None)
    return show(
        INTRO,
        page=page,
        batch=page.batch,
        exam=exam,
        questions=papers.question_count(exam_id),
        mine=mine,
        running=running,
        used=len(mine),
        score=papers.scores(exam_id).get(visitor.employee_id or 0),
        gain=_gain(page) if exam.purpose == ExamPurpose.POST else None,
        exam_labels=exam_labels,
        labels=labels,
        ExamStatus=ExamStatus,
        review=_review(exam, mine),
    )


def _review(exam: Exam, mine: list[Attempt]) -> list[Any]:
    """After the test is closed, one's last attempt with the right answers and what each was worth."""
    sent = [one for one in mine if one.submitted_at is not None]
    if exam.status != ExamStatus.CLOSED or not sent:
        return []
    kept = papers.answers(sent[-1].id)
    return [(one, kept.get(one.id)) for one in papers.asked(sent[-1])]


def _gain(page: BatchPage) -> analysis.Gain | None:
    enrolment = enrolments.of_employee(page.batch.id, visitor.employee_id)
    if enrolment is None or learning.exam_with(page.batch.id, ExamPurpose.PRE) is None:
        return None
    scores = learning.pre_and_post(page.batch.id, [enrolment])
    return analysis.gain(*scores[enrolment.employee_id])


@bp.post("/angkatan/<int:batch_id>/tes/<int:exam_id>/percobaan")
@requires(Permission.TRAINING_ENROL)
def create_attempt(batch_id: int, exam_id: int) -> ResponseReturnValue:
    page, exam = _own(batch_id, exam_id)
    attempt = services.start(page, exam, by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_attempt", batch_id=batch_id, exam_id=exam_id, attempt_id=attempt.id),
        "Jawaban tersimpan sambil Anda mengerjakan.",
    )


@bp.get("/angkatan/<int:batch_id>/tes/<int:exam_id>/percobaan/<int:attempt_id>")
@requires(Permission.TRAINING_ENROL)
def show_attempt(batch_id: int, exam_id: int, attempt_id: int) -> ResponseReturnValue:
    page, exam, attempt = _attempt(batch_id, exam_id, attempt_id)
    return show(PAGE, **_context(page, exam, attempt, arg_int("bagian") or 1))


@bp.post("/angkatan/<int:batch_id>/tes/<int:exam_id>/percobaan/<int:attempt_id>/jawaban")
@requires(Permission.TRAINING_ENROL)
def create_answers(batch_id: int, exam_id: int, attempt_id: int) -> ResponseReturnValue:
    """Keep what stands in the form: by itself while one writes, or with a button that leads to another part."""
    page, exam, attempt = _attempt(batch_id, exam_id, attempt_id)
    asked = papers.asked(attempt)
    replies, trouble = read_replies(asked)
    part = int(request.form["bagian"]) if is_row_number(request.form.get("bagian", "")) else 1
    if trouble and not wants_fragment():
        context = _context(page, exam, attempt, part, trouble=trouble)
        return show(PAGE, http_status=422, **context)
    sittings.save(attempt, {number: reply for number, reply in replies.items() if number not in trouble})
    db.session.commit()
    if wants_fragment():
        return render_block(PAGE, "saved", {"saved_at": now(), "trouble": trouble})
    to = request.form.get("ke", "")
    if to == "kirim":
        return moved_on(
            url_for(".show_sending", batch_id=batch_id, exam_id=exam_id, attempt_id=attempt_id), "Tersimpan."
        )
    where = int(to) if is_row_number(to) else part
    address = url_for(".show_attempt", batch_id=batch_id, exam_id=exam_id, attempt_id=attempt_id, bagian=where)
    return moved_on(address, "Tersimpan.")


@bp.get("/angkatan/<int:batch_id>/tes/<int:exam_id>/percobaan/<int:attempt_id>/periksa")
@requires(Permission.TRAINING_ENROL)
def show_sending(batch_id: int, exam_id: int, attempt_id: int) -> ResponseReturnValue:
    page, exam, attempt = _attempt(batch_id, exam_id, attempt_id)
    context = _context(page, exam, attempt, 1)
    asked = context["all"]
    empty = [place for place, one in enumerate(asked, start=1) if not one.reply.is_given]
    return show("training/sitting_end.html", **context, empty=empty, per_page=PER_PAGE)


@bp.post("/angkatan/<int:batch_id>/tes/<int:exam_id>/percobaan/<int:attempt_id>/pengiriman")
@requires(Permission.TRAINING_ENROL)
def create_sending(batch_id: int, exam_id: int, attempt_id: int) -> ResponseReturnValue:
    page, exam, attempt = _attempt(batch_id, exam_id, attempt_id)
    replies, trouble = read_replies(papers.asked(attempt))
    kept = {number: reply for number, reply in replies.items() if number not in trouble}
    in_time = services.submit(page, exam, attempt, kept, by=actor())
    db.session.commit()
    say = "Jawaban terkirim." if in_time else "Waktunya habis. Yang sudah tersimpan dikirim dan dihitung."
    return moved_on(url_for(".show_own_exam", batch_id=batch_id, exam_id=exam_id), say)


def _own(batch_id: int, exam_id: int) -> tuple[BatchPage, Exam]:
    """A test of a batch one takes part in, once it was opened; to everybody else it is not there."""
    page, exam = queries.visible_batch(batch_id), learning.exam_of(batch_id, exam_id)
    enrolment = enrolments.of_employee(batch_id, visitor.employee_id)
    if enrolment is None or enrolment.status not in TOOK_PART or exam.status == ExamStatus.DRAFT:
        raise NoResultFound
    return page, exam


def _attempt(batch_id: int, exam_id: int, attempt_id: int) -> tuple[BatchPage, Exam, Attempt]:
    page, exam = _own(batch_id, exam_id)
    return page, exam, papers.own_attempt(exam_id, visitor.employee_id or 0, attempt_id)


def read_replies(asked: list[Asked]) -> tuple[dict[int, Reply], dict[int, str]]:
    """What the form says of the questions it shows (``soal``), and a sentence for each that cannot be read.

    A choice is the place shown in this attempt; a place the question does not have refuses the whole form.
    """
    known = {one.id: one for one in asked}
    shown = [int(one) for one in request.form.getlist("soal") if is_row_number(one)]
    if not set(shown) <= known.keys():
        raise exam_rules.WrongAnswer("Ada jawaban untuk soal yang tidak ada di tes ini. Muat ulang halaman.")
    replies: dict[int, Reply] = {}
    trouble: dict[int, str] = {}
    for number in shown:
        one = known[number]
        if one.kind == QuestionKind.TEXT:
            replies[number], fault = _text(number)
        elif one.kind == QuestionKind.ORDER:
            replies[number], fault = _order(one)
        else:
            replies[number], fault = _choice(one), ""
        if fault:
            trouble[number] = fault
    return replies, trouble


def _text(number: int) -> tuple[Reply, str]:
    text = "\n".join(line.rstrip() for line in request.form.get(f"t-{number}", "").splitlines()).strip()
    longest = exam_rules.LONGEST_TEXT
    if len(text) > longest:
        return Reply(text=text), f"Jawaban paling panjang {longest} huruf; sekarang {len(text)}. Ringkas dulu."
    return Reply(text=text), ""


def _choice(one: Asked) -> Reply:
    places = [int(place) for place in request.form.getlist(f"j-{one.id}") if is_row_number(place)]
    if any(place >= len(one.options) for place in places) or (one.kind != QuestionKind.MULTIPLE and len(places) > 1):
        raise exam_rules.WrongAnswer("Pilihan itu tidak ada pada soalnya. Muat ulang halaman, lalu pilih lagi.")
    return one.reply_from(sorted(set(places)))


def _order(one: Asked) -> tuple[Reply, str]:
    ranks = [request.form.get(f"u-{one.id}-{place}", "") for place in range(len(one.options))]
    if not any(ranks):
        return Reply(), ""
    allowed = [str(rank) for rank in range(1, len(ranks) + 1)]
    if any(rank not in ("", *allowed) for rank in ranks):
        raise exam_rules.WrongAnswer("Nomor urut itu tidak ada pada soalnya. Muat ulang halaman, lalu pilih lagi.")
    if sorted(ranks) != sorted(allowed):
        return Reply(), "Beri setiap butir nomor urut yang berbeda."
    return one.reply_from([ranks.index(rank) for rank in allowed]), ""


def _context(
    page: BatchPage, exam: Exam, attempt: Attempt, part: int, *, trouble: dict[int, str] | None = None
) -> dict[str, Any]:
    asked = papers.asked(attempt)
    parts = max(1, -(-len(asked) // PER_PAGE))
    part = min(max(part, 1), parts)
    first = (part - 1) * PER_PAGE
    return {
        "page": page,
        "batch": page.batch,
        "exam": exam,
        "attempt": attempt,
        "all": asked,
        "asked": list(enumerate(asked[first : first + PER_PAGE], start=first + 1)),
        "part": part,
        "parts": parts,
        "trouble": trouble or {},
        "typed": request.form if trouble else {},
        "seconds_left": _seconds_left(attempt, now()),
        "is_over": exam_rules.is_over(attempt, now()),
        "saved_at": None,
        "exam_labels": exam_labels,
        "labels": labels,
        "QuestionKind": QuestionKind,
        "clock_time": dates.clock_time,
    }


def _seconds_left(attempt: Attempt, at: datetime) -> int | None:
    return None if attempt.deadline_at is None else max(0, int((attempt.deadline_at - at).total_seconds()))
