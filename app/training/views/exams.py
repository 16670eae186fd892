"""The tests of a batch, for whoever runs it: made from the bank, opened, watched, scored and looked into."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.exams import analysis, secrecy
from app.exams import labels as exam_labels
from app.exams import rules as exam_rules
from app.exams.forms import DrawForm, ExamForm, ExamRulesForm, TextScoreForm, offer
from app.exams.models import Counting, Exam, ExamPurpose, ExamStatus
from app.exams.queries import bank, papers
from app.exams.services import papers as paper_services
from app.training import labels, rules
from app.training.models import BatchStatus
from app.training.queries import batches as queries
from app.training.queries import learning, rosters
from app.training.services import exams as services
from app.training.views.blueprint import bp
from app.web.answers import changed, moved_on, show
from app.web.inputs import is_row_number, keyset

LIST, PAGE = "training/exam_list.html", "training/exam_detail.html"
PAGE_SIZE, TEXTS_SHOWN = 100, 30
SCORING, ANALYSIS = "training/exam_texts.html", "training/exam_analysis.html"


@bp.get("/kelola/<int:batch_id>/tes")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_exams(batch_id: int) -> ResponseReturnValue:
    return show(LIST, **_list_context(batch_id))


@bp.post("/kelola/<int:batch_id>/tes")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), ExamForm()
    if form.validate_on_submit():
        purpose = ExamPurpose(form.purpose.data)
        source = learning.earlier_exam(page.batch, purpose) if request.form.get("salin") else None
        title = f"{exam_labels.PURPOSES[purpose]} {labels.batch_name(page.title, page.batch.number)}"
        try:
            exam = services.plan(page, form.facts(title[:200], purpose), copied_from=source, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put(form, refusal.field, refusal.message)
        else:
            return moved_on(url_for(".show_exam", batch_id=batch_id, exam_id=exam.id), "Tes dibuat. Pilih soalnya.")
    return show(LIST, http_status=422, **_list_context(batch_id, form))


@bp.get("/kelola/<int:batch_id>/tes/<int:exam_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_exam(batch_id: int, exam_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="paper", **_context(batch_id, exam_id))


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/ubah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam_change(batch_id: int, exam_id: int) -> ResponseReturnValue:
    """Another time limit or number of attempts, while nobody can have sat it; its questions stay."""
    exam, form = _exam(batch_id, exam_id), ExamRulesForm()
    if not form.validate_on_submit():
        return show(PAGE, fragment="paper", http_status=422, **_context(batch_id, exam_id) | {"rules_form": form})
    services.change(queries.managed_batch(batch_id), exam, form.facts(exam.title, exam.purpose), by=actor())
    db.session.commit()
    return _changed(batch_id, exam_id, "Aturan tes disimpan.")


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/soal")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam_questions(batch_id: int, exam_id: int) -> ResponseReturnValue:
    """Draw from a topic; whoever keeps the bank may tick them one by one instead."""
    exam = _exam(batch_id, exam_id)
    form = _topics(DrawForm())
    hidden = secrecy.hidden_questions(visitor.employee_id)
    chosen = [int(one) for one in request.form.getlist("soal") if is_row_number(one)] if _keeps_the_bank() else []
    try:
        if chosen:
            count = paper_services.add_questions(exam, [one for one in chosen if one not in hidden], by=actor())
        elif form.validate_on_submit():
            count = paper_services.draw(exam, form.topic.data, form.wanted, without=hidden, by=actor())
        else:
            return show(PAGE, fragment="paper", http_status=422, **_context(batch_id, exam_id, form))
        db.session.commit()
    except exam_rules.WrongField as refusal:
        _put(form, refusal.field, refusal.message)
        return show(PAGE, fragment="paper", http_status=422, **_context(batch_id, exam_id, form))
    return _changed(batch_id, exam_id, f"{count} soal ditambahkan.")


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/soal/<int:exam_question_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam_question_removal(batch_id: int, exam_id: int, exam_question_id: int) -> ResponseReturnValue:
    exam = _exam(batch_id, exam_id)
    paper_services.remove_question(exam, papers.question_of(exam_id, exam_question_id), by=actor())
    db.session.commit()
    return _changed(batch_id, exam_id, "Soal dikeluarkan dari tes ini.")


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/pembukaan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam_opening(batch_id: int, exam_id: int) -> ResponseReturnValue:
    services.open_(queries.managed_batch(batch_id), _exam(batch_id, exam_id), by=actor())
    db.session.commit()
    return _changed(batch_id, exam_id, "Tes dibuka untuk peserta.")


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/penutupan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam_closing(batch_id: int, exam_id: int) -> ResponseReturnValue:
    services.close(queries.managed_batch(batch_id), _exam(batch_id, exam_id), by=actor())
    db.session.commit()
    return _changed(batch_id, exam_id, "Tes ditutup.")


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_exam_removal(batch_id: int, exam_id: int) -> ResponseReturnValue:
    services.delete(queries.managed_batch(batch_id), _exam(batch_id, exam_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_exams", batch_id=batch_id), "Rancangan tes dihapus.")


@bp.get("/kelola/<int:batch_id>/tes/<int:exam_id>/penilaian")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_texts(batch_id: int, exam_id: int) -> ResponseReturnValue:
    return show(SCORING, fragment="texts", **_texts_context(batch_id, exam_id))


@bp.post("/kelola/<int:batch_id>/tes/<int:exam_id>/penilaian/<int:answer_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_text_score(batch_id: int, exam_id: int, answer_id: int) -> ResponseReturnValue:
    page, exam = queries.managed_batch(batch_id), _exam(batch_id, exam_id)
    answer, form = papers.text_answer(exam_id, answer_id), TextScoreForm()
    if form.validate_on_submit():
        try:
            services.score_text(page, exam, answer, form.value, form.note.data or "", by=actor())
            db.session.commit()
        except exam_rules.WrongField as refusal:
            _put(form, refusal.field, refusal.message)
        else:
            return changed(
                SCORING,
                fragment="texts",
                say="Nilai tersimpan.",
                back_to=url_for(".list_texts", batch_id=batch_id, exam_id=exam_id, **_kept()),
                context=lambda: _texts_context(batch_id, exam_id),
            )
    context = _texts_context(batch_id, exam_id) | {"wrong": answer_id, "form": form}
    return show(SCORING, fragment="texts", http_status=422, **context)


@bp.get("/kelola/<int:batch_id>/tes/<int:exam_id>/analisis")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_exam_analysis(batch_id: int, exam_id: int) -> ResponseReturnValue:
    page, exam = queries.managed_batch(batch_id), _exam(batch_id, exam_id)
    ids, shares = papers.shares(exam_id)
    found = dict(zip(ids, analysis.figures(shares), strict=False))
    return show(
        ANALYSIS,
        page=page,
        batch=page.batch,
        exam=exam,
        rows=papers.questions(exam_id),
        figures=found,
        people=len(shares),
        few=analysis.FEW,
        exam_labels=exam_labels,
    )


@bp.get("/kelola/<int:batch_id>/peningkatan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_gain(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    scores = learning.pre_and_post(batch_id, queries.participants(batch_id))
    found = rosters.participants(batch_id, after=keyset("sesudah", str), limit=PAGE_SIZE + 1)
    people, more = found[:PAGE_SIZE], ""
    if len(found) > PAGE_SIZE:
        place = f"{people[-1].sort_name}~{people[-1].employee_id}"
        more = url_for(".show_gain", batch_id=batch_id, sesudah=place)
    rows = [(row.name, *scores[row.employee_id], analysis.gain(*scores[row.employee_id])) for row in people]
    return show(
        "training/gain.html",
        page=page,
        batch=page.batch,
        rows=rows,
        more_href=more,
        whole=analysis.class_gain(list(scores.values())),
        bands=exam_labels.BANDS,
    )


def _put(form: Any, name: str, message: str) -> None:
    db.session.rollback()
    if name in form:
        form[name].errors = [*form[name].errors, message]
    else:
        form.form_errors = [*form.form_errors, message]


def _changed(batch_id: int, exam_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="paper",
        say=say,
        back_to=url_for(".show_exam", batch_id=batch_id, exam_id=exam_id),
        context=lambda: _context(batch_id, exam_id),
    )


def _exam(batch_id: int, exam_id: int) -> Exam:
    """A test of this batch, unless whoever looks still has to sit it."""
    exam = learning.exam_of(batch_id, exam_id)
    secrecy.ensure_may_open(exam_id, visitor.employee_id)
    return exam


def _keeps_the_bank() -> bool:
    return visitor.may(Permission.EXAMS_BANK_MANAGE)


def _topics(form: DrawForm) -> DrawForm:
    form.topic.choices = offer(((topic, f"{topic} ({count} soal)") for topic, count in bank.topics()), "Pilih topik")
    return form


def _list_context(batch_id: int, form: ExamForm | None = None) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    exams = learning.exams_of(batch_id)
    taken = {one.purpose for one in exams}
    free = [one for one in ExamPurpose if one not in taken]
    start = {"purpose": (free or [ExamPurpose.POST])[0].value, "attempts": "1", "counting": Counting.BEST.value}
    return {
        "page": page,
        "batch": page.batch,
        "exams": [(one, papers.question_count(one.id), len(papers.scores(one.id))) for one in exams],
        "free": free,
        "form": form or ExamForm(formdata=None, data=start),
        "earlier": [one for one in free if learning.earlier_exam(page.batch, one)],
        "exam_labels": exam_labels,
        "labels": labels,
        "keeps_bank": _keeps_the_bank(),
        "is_editable": page.batch.status in (BatchStatus.DRAFT, BatchStatus.PUBLISHED),
    }


def _context(batch_id: int, exam_id: int, form: DrawForm | None = None) -> dict[str, Any]:
    page, exam = queries.managed_batch(batch_id), _exam(batch_id, exam_id)
    rows = papers.questions(exam_id)
    return {
        "page": page,
        "batch": page.batch,
        "exam": exam,
        "rows": rows,
        "points": sum((row.QuestionVersion.points for row in rows), start=0),
        "rules_form": ExamRulesForm(formdata=None, data=_rules_of(exam)),
        "form": form or _topics(DrawForm(formdata=None, data={"count": "5"})),
        "offered": _offered(exam, rows),
        "topic": request.args.get("topik", "")[:100],
        "topics": bank.topics(),
        "keeps_bank": _keeps_the_bank(),
        **_sittings(batch_id, exam_id),
        "waiting": papers.unscored_count(exam_id),
        "exam_labels": exam_labels,
        "labels": labels,
        "ExamStatus": ExamStatus,
    }


def _sittings(batch_id: int, exam_id: int) -> dict[str, Any]:
    found = papers.attempts(exam_id, after=keyset("sesudah", str), limit=PAGE_SIZE + 1)
    rows, more = found[:PAGE_SIZE], ""
    if len(found) > PAGE_SIZE:
        place = f"{rows[-1].sort_name}~{rows[-1].Attempt.id}"
        more = url_for(".show_exam", batch_id=batch_id, exam_id=exam_id, sesudah=place, _anchor="pengerjaan")
    return {"sittings": rows, "more_sittings": more}


def _kept() -> dict[str, Any]:
    """Where the page begins, for the addresses that lead back to it."""
    return {"sesudah": request.args["sesudah"]} if request.args.get("sesudah") else {}


def _text_place(text: str) -> tuple[int, int]:
    """``0.3``: without points, third question; ValueError for anything else."""
    scored, _dot, order = text.partition(".")
    if scored not in ("0", "1") or not is_row_number(order):
        raise ValueError(text)
    return int(scored), int(order)


def _rules_of(exam: Exam) -> dict[str, str]:
    return {"minutes": str(exam.minutes or ""), "attempts": str(exam.attempts), "counting": exam.counting}


def _offered(exam: Exam, rows: list[Any]) -> list[Any]:
    """What of the chosen topic the paper does not have yet."""
    topic = request.args.get("topik", "")[:100]
    if exam.status != ExamStatus.DRAFT or not topic or not _keeps_the_bank():
        return []
    known = {row.origin for row in rows}
    hidden = secrecy.hidden_questions(visitor.employee_id)
    found = bank.questions(text="", topic=topic, kind="", archived=False, after=None, limit=100, without=hidden)
    return [one for one in found if one.id not in known]


def _texts_context(batch_id: int, exam_id: int) -> dict[str, Any]:
    page, exam = queries.managed_batch(batch_id), _exam(batch_id, exam_id)
    found = papers.texts_waiting(exam_id, after=keyset("sesudah", _text_place), limit=TEXTS_SHOWN + 1)
    rows, more = found[:TEXTS_SHOWN], ""
    if len(found) > TEXTS_SHOWN:
        last = rows[-1]
        scored = 0 if last.AttemptAnswer.points is None else 1
        place = f"{scored}.{last.sort_order}~{last.AttemptAnswer.id}"
        more = url_for(".list_texts", batch_id=batch_id, exam_id=exam_id, sesudah=place)
    return {
        "page": page,
        "batch": page.batch,
        "exam": exam,
        "rows": rows,
        "waiting": papers.texts_open(exam_id),
        "kept": _kept(),
        "more_href": more,
        "form": TextScoreForm(formdata=None),
        "wrong": 0,
        "is_open": page.batch.status == BatchStatus.PUBLISHED,
        "exam_labels": exam_labels,
    }
