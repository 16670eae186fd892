"""The doors of the bank of questions."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.competency import queries as competency
from app.exams import labels, rules, secrecy
from app.exams.forms import QuestionForm, offer
from app.exams.models import Question, QuestionKind
from app.exams.queries import bank as queries
from app.exams.services import bank as services
from app.web.answers import moved_on, show
from app.web.inputs import arg_text, is_row_number

bp = Blueprint("exams", __name__, url_prefix="/soal")
LIST, FORM, DETAIL = "exams/question_list.html", "exams/question_form.html", "exams/question_detail.html"
PAGE_SIZE = 30


@bp.get("")
@requires(Permission.EXAMS_BANK_MANAGE)
def list_questions() -> ResponseReturnValue:
    filters = {
        "cari": arg_text("cari"),
        "topik": arg_text("topik"),
        "bentuk": _kind(arg_text("bentuk")),
        "keadaan": "arsip" if arg_text("keadaan") == "arsip" else "",
    }
    hidden = secrecy.hidden_questions(visitor.employee_id)
    found = queries.questions(
        text=filters["cari"],
        topic=filters["topik"],
        kind=filters["bentuk"],
        archived=bool(filters["keadaan"]),
        after=_after(),
        limit=PAGE_SIZE + 1,
        without=hidden,
    )
    shown = found[:PAGE_SIZE]
    more: dict[str, Any] = {**filters, "sesudah": f"{shown[-1].topic}~{shown[-1].id}" if shown else ""}
    return show(
        LIST,
        fragment="questions",
        questions=shown,
        hidden=len(hidden),
        filters=filters,
        is_filtered=any(filters.values()),
        topic_options=[("", "Semua topik"), *((topic, topic) for topic, _count in queries.topics())],
        kind_options=[("", "Semua bentuk"), *labels.KINDS.items()],
        more_href=url_for(".list_questions", **more) if len(found) > PAGE_SIZE else "",
        labels=labels,
    )


def _kind(text: str) -> str:
    return text if text in set(QuestionKind) else ""


def _after() -> tuple[str, int] | None:
    topic, _tilde, number = request.args.get("sesudah", "").rpartition("~")
    return (topic, int(number)) if topic and is_row_number(number) else None


@bp.get("/baru")
@requires(Permission.EXAMS_BANK_MANAGE)
def show_new_question() -> ResponseReturnValue:
    start = {"kind": QuestionKind.SINGLE.value, "points": "1", "topic": arg_text("topik")}
    return show(FORM, form=_offered(QuestionForm(formdata=None, data=start)), question=None, present=None)


@bp.post("")
@requires(Permission.EXAMS_BANK_MANAGE)
def create_question() -> ResponseReturnValue:
    form = _offered(QuestionForm())
    if form.validate_on_submit():
        try:
            question = services.create(form.facts(), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_question", question_id=question.id), "Soal tersimpan.")
    return show(FORM, http_status=422, form=form, question=None, present=None)


@bp.get("/<int:question_id>")
@requires(Permission.EXAMS_BANK_MANAGE)
def show_question(question_id: int) -> ResponseReturnValue:
    return show(DETAIL, question=_question(question_id), versions=queries.versions(question_id), labels=labels)


@bp.get("/<int:question_id>/ubah")
@requires(Permission.EXAMS_BANK_MANAGE)
def show_question_form(question_id: int) -> ResponseReturnValue:
    question, present = _question(question_id), queries.versions(question_id)[0]
    return show(FORM, form=_filled(question, present), question=question, present=present)


@bp.post("/<int:question_id>/ubah")
@requires(Permission.EXAMS_BANK_MANAGE)
def create_question_change(question_id: int) -> ResponseReturnValue:
    question, form = _question(question_id), _offered(QuestionForm())
    if form.validate_on_submit():
        try:
            services.change(question, form.facts(), version=_version(form), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_question", question_id=question_id), "Soal tersimpan.")
    question, present = queries.question(question_id), queries.versions(question_id)[0]
    return show(FORM, http_status=422, form=form, question=question, present=present)


@bp.post("/<int:question_id>/arsip")
@requires(Permission.EXAMS_BANK_MANAGE)
def create_question_archive(question_id: int) -> ResponseReturnValue:
    services.archive(_question(question_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_question", question_id=question_id), "Soal diarsipkan.")


@bp.post("/<int:question_id>/pemulihan")
@requires(Permission.EXAMS_BANK_MANAGE)
def create_question_restoration(question_id: int) -> ResponseReturnValue:
    services.restore(_question(question_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_question", question_id=question_id), "Soal dipulihkan.")


def _question(question_id: int) -> Question:
    """A question, unless a test that whoever looks still has to sit asks it."""
    question = queries.question(question_id)
    secrecy.ensure_may_read(question_id, visitor.employee_id)
    return question


def _offered(form: QuestionForm) -> QuestionForm:
    form.competency_id.choices = offer(competency.competencies(), "Tanpa kompetensi")
    return form


def _filled(question: Any, present: Any) -> QuestionForm:
    data = {
        "version": str(question.version),
        "topic": question.topic,
        "competency_id": str(question.competency_id or ""),
        "kind": present.kind,
        "text": present.text,
        "options": "\n".join(present.options) if present.kind != QuestionKind.TRUE_FALSE else "",
        "right": ", ".join(str(int(one) + 1) for one in present.right),
        "points": f"{present.points.normalize():f}".replace(".", ","),
        "rubric": present.rubric,
        "explanation": present.explanation,
    }
    return _offered(QuestionForm(formdata=None, data=data))


def _version(form: QuestionForm) -> int:
    text = str(form.version.data or "")
    return int(text) if is_row_number(text) else -1


def _put_at_field(form: QuestionForm, refusal: rules.WrongField) -> None:
    db.session.rollback()
    field = form[refusal.field]
    field.errors = [*field.errors, refusal.message]
