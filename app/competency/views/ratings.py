"""Rating oneself and one's people: one level after the other, each kept as it is tapped, then sent."""

from dataclasses import dataclass
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.database import db
from app.base.errors import WrongField
from app.competency.forms import RatingForm
from app.competency.models import AssessmentSource
from app.competency.queries import assessing as queries
from app.competency.services import assessing as services
from app.competency.views.blueprint import bp, this_day, words
from app.competency.views.evidence import LARGEST_BODY, kept_row, looked_into
from app.web.answers import moved_on, show, wants_fragment
from app.web.fields import put_at_field
from app.web.requests import takes_files

PAGE = "competency/rating_form.html"
OWN, TEAM = Permission.COMPETENCY_OWN_MANAGE, Permission.COMPETENCY_TEAM_RATE
LEVELS = frozenset("12345")


@dataclass(frozen=True)
class Rated:
    """Who is rated, by whom, and where the answers lead."""

    employee_id: int
    name: str
    source: AssessmentSource
    keep_href: str
    send_href: str
    done_href: str


@bp.get("/kompetensi/nilai-diri")
@requires(OWN)
def show_self_rating() -> ResponseReturnValue:
    return _page(_myself())


@bp.post("/kompetensi/nilai-diri/simpan")
@takes_files(LARGEST_BODY)
@requires(OWN)
def create_self_draft() -> ResponseReturnValue:
    return _keep(_myself())


@bp.post("/kompetensi/nilai-diri")
@takes_files(LARGEST_BODY)
@requires(OWN)
def create_self_rating() -> ResponseReturnValue:
    return _send(_myself(), "Penilaian diri terkirim.")


@bp.get("/kompetensi/tim")
@requires(TEAM)
def list_team() -> ResponseReturnValue:
    return show(
        "competency/team_list.html",
        rows=queries.team(visitor.employee_id or 0, this_day()),
        **words(),
    )


@bp.get("/kompetensi/tim/<int:employee_id>")
@requires(TEAM)
def show_team_rating(employee_id: int) -> ResponseReturnValue:
    rated = _one_of_mine(employee_id)
    note_reading(employee_id, "levels")
    return _page(rated)


@bp.post("/kompetensi/tim/<int:employee_id>/simpan")
@takes_files(LARGEST_BODY)
@requires(TEAM)
def create_team_draft(employee_id: int) -> ResponseReturnValue:
    return _keep(_one_of_mine(employee_id))


@bp.post("/kompetensi/tim/<int:employee_id>")
@takes_files(LARGEST_BODY)
@requires(TEAM)
def create_team_rating(employee_id: int) -> ResponseReturnValue:
    rated = _one_of_mine(employee_id)
    return _send(rated, f"Penilaian {rated.name} terkirim. Ia diberi tahu.")


def _myself() -> Rated:
    if visitor.employee_id is None:
        abort(404)
    return Rated(
        visitor.employee_id,
        visitor.name,
        AssessmentSource.SELF,
        url_for(".create_self_draft"),
        url_for(".create_self_rating"),
        url_for(".show_own_gaps"),
    )


def _one_of_mine(employee_id: int) -> Rated:
    row = queries.team_member(visitor.employee_id or 0, employee_id, this_day())
    return Rated(
        row.id,
        row.name,
        AssessmentSource.SUPERIOR,
        url_for(".create_team_draft", employee_id=row.id),
        url_for(".create_team_rating", employee_id=row.id),
        url_for(".list_team"),
    )


def _asked(rated: Rated) -> list[Any]:
    return queries.asked_of([row.competency_id for row in queries.gaps_of(rated.employee_id)])


def _page(
    rated: Rated, *, form: RatingForm | None = None, typed: dict[int, int] | None = None, fault: str = ""
) -> ResponseReturnValue:
    kept = {row.competency_id: row.level for row in queries.drafts(visitor.user_id, rated.employee_id)}
    return show(
        PAGE,
        http_status=200 if form is None else 422,
        rated=rated,
        competencies=_asked(rated),
        chosen=kept | (typed or {}),
        form=form or RatingForm(formdata=None),
        lost_file=bool(request.files.get("file")),
        fault=fault,
        is_self=rated.source == AssessmentSource.SELF,
        **words(),
    )


def _typed(rated: Rated) -> dict[int, int]:
    """The levels a form sends, as far as the person's post asks these competencies; others refuse the whole form."""
    known = {one.id for one in _asked(rated)}
    found: dict[int, int] = {}
    for name, value in request.form.items():
        number = name.removeprefix("level-")
        if number == name or not value:
            continue
        if not number.isascii() or not number.isdigit() or len(number) > 18 or int(number) not in known:
            abort(404)
        if value not in LEVELS:
            raise services.BadLevel
        found[int(number)] = int(value)
    return found


def _keep(rated: Rated) -> ResponseReturnValue:
    """Keep what was tapped; htmx gets a word beside it, a plain form the page again."""
    typed = _typed(rated)
    for number, level in typed.items():
        services.keep_draft(rated.employee_id, number, level, rater_id=visitor.user_id)
    db.session.commit()
    if wants_fragment():
        return f"{len(typed)} pilihan sudah tersimpan.", 200
    return moved_on(request.path.removesuffix("/simpan"), "Tersimpan. Anda bisa melanjutkan kapan saja.")


def _send(rated: Rated, say: str) -> ResponseReturnValue:
    """Send what was tapped, with the file that shows it where there is one; what is refused loses no tap."""
    typed, form = _typed(rated), RatingForm()
    try:
        upload = looked_into(form.file.data) if form.file.data else None
        for number, level in typed.items():
            services.keep_draft(rated.employee_id, number, level, rater_id=visitor.user_id)
        services.send_rating(
            rated.employee_id,
            rater_id=visitor.user_id,
            source=rated.source,
            today=this_day(),
            by=actor(),
            file_id=kept_row(upload).id if upload else None,
        )
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _page(rated, form=form, typed=typed)
    except services.NothingRated as refusal:
        db.session.rollback()
        return _page(rated, form=form, fault=refusal.message)
    db.session.commit()
    return moved_on(rated.done_href, say)
