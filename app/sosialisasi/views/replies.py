"""Questions somebody was asked to answer, and the questions and answers everybody may read."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, public, requires, visitor
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.sosialisasi import labels
from app.sosialisasi.forms.questions import AnswerForm
from app.sosialisasi.guards import OWN
from app.sosialisasi.queries import faq as faqs
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.rules import questions as rules
from app.sosialisasi.services import replying
from app.sosialisasi.views.blueprint import bp
from app.sosialisasi.views.questions import answer_form, typed_version
from app.web.answers import moved_on, show
from app.web.inputs import arg_text, keyset, row_number

OWNED, OWNED_ONE = "sosialisasi/questions_to_answer.html", "sosialisasi/question_to_answer.html"
FAQ = "sosialisasi/faq.html"
PAGE_SIZE = 30


@bp.get("/pertanyaan-untuk-saya")
@requires(OWN)
def list_questions_to_answer() -> ResponseReturnValue:
    rows = queries.owned_by(visitor.employee_id or 0)
    return show(OWNED, rows=rows, day=today(visitor.timezone), overdue=rules.is_overdue, labels=labels)


@bp.get("/pertanyaan-untuk-saya/<int:asked_id>")
@requires(OWN)
def show_question_to_answer(asked_id: int) -> ResponseReturnValue:
    return _owned(asked_id)


@bp.post("/pertanyaan-untuk-saya/<int:asked_id>/jawaban")
@requires(OWN)
def create_owner_answer(asked_id: int) -> ResponseReturnValue:
    question, form = queries.owned(visitor.employee_id or 0, asked_id), AnswerForm()
    if not form.validate_on_submit():
        return _owned(asked_id, form)
    replying.answer(question, form.answered, version=typed_version(form.version.data), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_questions_to_answer"), "Jawaban tersimpan. Terima kasih.")


def _owned(asked_id: int, form: AnswerForm | None = None) -> ResponseReturnValue:
    question = queries.owned(visitor.employee_id or 0, asked_id)
    return show(
        OWNED_ONE,
        http_status=422 if form else 200,
        question=question,
        form=form or answer_form(question),
        overdue=rules.is_overdue(question, today(visitor.timezone)),
        labels=labels,
    )


@bp.get("/tanya-jawab/<int:initiative_id>")
@public
def show_faq(initiative_id: int) -> ResponseReturnValue:
    """Published questions and answers: those of public events for anybody, all of them for one's own government."""
    text, after = arg_text("cari"), keyset("sesudah", row_number)
    own = visitor.government_id if visitor.is_authenticated else None  # before the scope: signing in brings its own
    with scope.everything():
        found = faqs.faq(initiative_id, own)
        rows = faqs.published(found, text, after=after, limit=PAGE_SIZE + 1)
    shown = rows[:PAGE_SIZE]
    more = f"{shown[-1].votes}~{shown[-1].id}" if len(rows) > PAGE_SIZE else ""
    asked: dict[str, Any] = {"cari": text} if text else {}
    return show(
        FAQ,
        fragment="results",
        faq=found,
        rows=shown,
        text=text,
        more_href=url_for(".show_faq", initiative_id=initiative_id, **asked, sesudah=more) if more else "",
    )
