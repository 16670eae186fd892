"""Questions as their organiser looks after them: the board of a round, the list, and one question."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.sosialisasi import labels
from app.sosialisasi.forms.questions import (
    FOR_ALL,
    FOR_ASKER,
    AnswerForm,
    AssignForm,
    MergeForm,
    ReasonForm,
    RewordForm,
)
from app.sosialisasi.guards import MANAGE, managed_event, managed_reach, managed_round
from app.sosialisasi.models import AskedQuestion, Which
from app.sosialisasi.queries import boards, events
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.rules import questions as rules
from app.sosialisasi.services import boards as board_services
from app.sosialisasi.services import replying
from app.sosialisasi.tabs import EVENT as EVENT_TABS
from app.sosialisasi.tabs import ROUND as ROUND_TABS
from app.sosialisasi.tabs import Tab
from app.sosialisasi.views.blueprint import bp, event_context, round_context
from app.web import qr
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field
from app.web.polling import quiet

ROUND = "sosialisasi/round_questions.html"
EVENT = "sosialisasi/event_questions.html"
WALL = "sosialisasi/_question_wall.html"
PAGE = "sosialisasi/question_detail.html"

EVENT_TABS.add(Tab("pertanyaan", "Pertanyaan", "sosialisasi.show_event_questions", 60))
ROUND_TABS.add(Tab("pertanyaan", "Pertanyaan", "sosialisasi.show_round_questions", 60))


def _which() -> Which:
    asked = request.args.get("keadaan", "")
    return Which(asked) if asked in set(Which) else Which.EVERY


@bp.get("/<int:event_id>/pertanyaan")
@requires(MANAGE)
def show_event_questions(event_id: int) -> ResponseReturnValue:
    page, day, which = managed_event(event_id), today(visitor.timezone), _which()
    return show(
        EVENT,
        fragment="results",
        **event_context(
            page,
            "pertanyaan",
            rows=queries.of_event(event_id, which, day=day),
            tallies=queries.tallies(event_id, day),
            rounds=events.rounds_of(event_id),
            **_list_context(which),
        ),
    )


@bp.get("/putaran/<int:round_id>/pertanyaan")
@requires(MANAGE)
def show_round_questions(round_id: int) -> ResponseReturnValue:
    return show(ROUND, fragment="results", **_round_context(round_id))


def _round_context(round_id: int) -> dict[str, Any]:
    page, day, which = managed_round(round_id), today(visitor.timezone), _which()
    board = boards.board_of(round_id)
    address = url_for(".show_room", code=board.code, _external=True) if board else ""
    return round_context(
        page,
        "pertanyaan",
        board=board,
        address=address,
        qr=qr.drawing(address, "Alamat pertanyaan") if board else "",
        rows=queries.of_round(round_id, which, day=day),
        **_list_context(which),
    )


def _list_context(which: Which) -> dict[str, Any]:
    return {
        "which": which.value,
        "whiches": [(one.value, words) for one, words in labels.WHICH.items()],
        "overdue": rules.is_overdue,
    }


@bp.get("/putaran/<int:round_id>/pertanyaan/layar")
@quiet
@requires(MANAGE)
def show_question_wall(round_id: int) -> ResponseReturnValue:
    """What people in the room may read, most votes first; a page for the hall asks for it by itself."""
    managed_round(round_id)
    return show(WALL, fragment="question_wall", **wall_context(round_id))


def wall_context(round_id: int) -> dict[str, Any]:
    """What ``sosialisasi/_question_wall.html`` shows; for the presenter's page, which includes its block."""
    return {
        "rows": queries.on_the_wall(round_id),
        "wall_href": url_for("sosialisasi.show_question_wall", round_id=round_id),
        "answered_for_all": rules.is_answered_for_all,
    }


@bp.post("/putaran/<int:round_id>/papan")
@requires(MANAGE)
def create_board(round_id: int) -> ResponseReturnValue:
    page = managed_round(round_id)
    board_services.open_(page.round, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_round_questions", round_id=round_id), "Pertanyaan dibuka.")


@bp.post("/putaran/<int:round_id>/papan/penutupan")
@requires(MANAGE)
def create_board_closing(round_id: int) -> ResponseReturnValue:
    managed_round(round_id)
    board = boards.board_of(round_id)
    if board is not None:
        board_services.close(board, by=actor())
        db.session.commit()
    say = "Pertanyaan baru tidak diterima lagi. Yang sudah ada tetap bisa dijawab."
    return moved_on(url_for(".show_round_questions", round_id=round_id), say)


# --- one question -------------------------------------------------------------------------------------


@bp.get("/pertanyaan/<int:asked_id>")
@requires(MANAGE)
def show_question(asked_id: int) -> ResponseReturnValue:
    return show(PAGE, **_question_context(asked_id))


def _question_context(asked_id: int, **forms: Any) -> dict[str, Any]:
    question = queries.managed(managed_reach(), asked_id)
    day = today(visitor.timezone)
    others = queries.of_round(question.round_id, day=day)
    listed = next((one for one in others if one.question.id == question.id), None)
    main = next((one.question for one in others if one.question.id == question.merged_into_id), None)
    merge = forms.get("merge_form") or MergeForm(formdata=None)
    merge.into.choices = offer(_targets(question, others), "Pilih pertanyaan")
    return {
        "question": question,
        "listed": listed,
        "main": main,
        "page": managed_round(question.round_id),
        "personal": rules.personal_data_in(question.shown_text),
        "overdue": rules.is_overdue(question, day),
        "answer_form": answer_form(question),
        "assign_form": AssignForm(formdata=None, data={"due_on": question.due_on}),
        "reword_form": RewordForm(formdata=None, obj=question),
        "reason_form": ReasonForm(formdata=None),
        "merge_form": merge,
        "labels": labels,
    } | forms


def _targets(question: AskedQuestion, others: list[queries.Listed]) -> list[tuple[int, str]]:
    return [
        (one.question.id, replying.short(one.question.shown_text)) for one in others if one.question.id != question.id
    ]


def answer_form(question: AskedQuestion) -> AnswerForm:
    audience = FOR_ASKER if question.is_for_asker else FOR_ALL
    return AnswerForm(
        formdata=None, data={"version": question.version, "answer": question.answer, "audience": audience}
    )


def _again(asked_id: int, **forms: Any) -> ResponseReturnValue:
    """The page as it was typed, with what is wrong."""
    return show(PAGE, http_status=422, **_question_context(asked_id, **forms))


def _done(asked_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_question", asked_id=asked_id), say)


def typed_version(text: str | None) -> int:
    """The version a form was filled in from; what is none is nobody's."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@bp.post("/pertanyaan/<int:asked_id>/jawaban")
@requires(MANAGE)
def create_question_answer(asked_id: int) -> ResponseReturnValue:
    question, form = queries.managed(managed_reach(), asked_id), AnswerForm()
    if not form.validate_on_submit():
        return _again(asked_id, answer_form=form)
    replying.answer(question, form.answered, version=typed_version(form.version.data), by=actor())
    return _done(asked_id, "Jawaban tersimpan. Penanya yang menuliskan namanya diberi tahu.")


@bp.post("/pertanyaan/<int:asked_id>/penanggung-jawab")
@requires(MANAGE)
def create_question_owner(asked_id: int) -> ResponseReturnValue:
    question, form = queries.managed(managed_reach(), asked_id), AssignForm()
    if not form.validate_on_submit():
        return _again(asked_id, assign_form=form)
    owner = queries.employee_with_nip("".join(form.nip.data.split()))
    if owner is None:
        form.nip.errors = ["Tidak ada pegawai aktif dengan NIP ini. Periksa lagi angkanya."]
        return _again(asked_id, assign_form=form)
    try:
        replying.assign(question, owner, form.due_on.data, today=today(visitor.timezone), by=actor())
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _again(asked_id, assign_form=form)
    return _done(asked_id, f"{owner.name} diminta menjawab.")


@bp.post("/pertanyaan/<int:asked_id>/kata-kata")
@requires(MANAGE)
def create_rewording(asked_id: int) -> ResponseReturnValue:
    question, form = queries.managed(managed_reach(), asked_id), RewordForm()
    if not form.validate_on_submit():
        return _again(asked_id, reword_form=form)
    try:
        version = typed_version(form.version.data)
        replying.reword(question, form.shown_text.data, form.theme.data, version=version, by=actor())
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _again(asked_id, reword_form=form)
    return _done(asked_id, "Kata-kata yang ditampilkan tersimpan. Tulisan penanya tetap disimpan.")


@bp.post("/pertanyaan/<int:asked_id>/gabungan")
@requires(MANAGE)
def create_merge(asked_id: int) -> ResponseReturnValue:
    question, form = queries.managed(managed_reach(), asked_id), MergeForm()
    others = queries.of_round(question.round_id, day=today(visitor.timezone))
    form.into.choices = offer(_targets(question, others), "Pilih pertanyaan")
    if not form.validate_on_submit():
        return _again(asked_id, merge_form=form)
    into = queries.of_a_round(question.round_id, int(form.into.data))
    replying.merge(question, into, by=actor())
    return _done(into.id, "Digabung. Dukungannya ikut, dan penanyanya ikut diberi tahu begitu dijawab.")


@bp.post("/pertanyaan/<int:asked_id>/penyembunyian")
@requires(MANAGE)
def create_hiding(asked_id: int) -> ResponseReturnValue:
    question, form = queries.managed(managed_reach(), asked_id), ReasonForm()
    if not form.validate_on_submit():
        return _again(asked_id, reason_form=form)
    replying.hide(question, form.reason.data, by=actor())
    return _done(asked_id, "Pertanyaan disembunyikan. Penanyanya bisa membaca alasannya.")


@bp.post("/pertanyaan/<int:asked_id>/penyembunyian/akhir")
@requires(MANAGE)
def create_hiding_end(asked_id: int) -> ResponseReturnValue:
    replying.show_again(queries.managed(managed_reach(), asked_id), by=actor())
    return _done(asked_id, "Pertanyaan ditampilkan lagi.")


@bp.post("/pertanyaan/<int:asked_id>/terbitan")
@requires(MANAGE)
def create_question_publication(asked_id: int) -> ResponseReturnValue:
    replying.publish(queries.managed(managed_reach(), asked_id), by=actor())
    return _done(asked_id, "Terbit di tanya jawab inisiatif.")


@bp.post("/pertanyaan/<int:asked_id>/terbitan/akhir")
@requires(MANAGE)
def create_question_publication_end(asked_id: int) -> ResponseReturnValue:
    replying.withdraw(queries.managed(managed_reach(), asked_id), by=actor())
    return _done(asked_id, "Ditarik dari tanya jawab.")
