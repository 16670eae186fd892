"""The quick check of a room: opened by whoever guides it, answered on phones, told once on the projector."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, public, requires, visitor
from app.access.permissions import Permission
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates.rules import ALPHABET, MISREAD
from app.initiatives.queries import initiatives
from app.surveys import reference
from app.surveys.forms.live import OpenForm
from app.surveys.models import InstrumentItem, ItemKind
from app.surveys.models.live import GroupCheck, LiveStatus
from app.surveys.queries import live as queries
from app.surveys.rules import live as rules
from app.surveys.rules import pages
from app.surveys.rules.wording import worded
from app.surveys.services import live as services
from app.surveys.views.blueprint import bp
from app.web import devices, plots, qr
from app.web.answers import moved_on, show
from app.web.dates import use_zone
from app.web.fields import offer
from app.web.limits import from_setting, limiter
from app.web.polling import quiet
from app.web.unlogged import unlogged

ROOM = Permission.SURVEYS_ROOM_RUN
LIST, STAGE, FORM, THANKS = (f"surveys/live_{name}.html" for name in ("list", "stage", "form", "thanks"))
INSTRUMENT = "pulse5"
answer_limit = limiter.shared_limit(from_setting("VOTE_ADDRESS"), scope="group check address")


@bp.get("/cek")
@requires(ROOM)
def list_group_checks() -> ResponseReturnValue:
    return _list(_with_choices(OpenForm(formdata=None)))


@bp.post("/cek")
@requires(ROOM)
def create_group_check() -> ResponseReturnValue:
    form = _with_choices(OpenForm())
    if not form.validate_on_submit():
        return _list(form, 422)
    chosen = int(form.initiative_id.data) if form.initiative_id.data else None
    name = form.change_name.data or dict(_choices()).get(chosen or 0, "")
    if not name:
        form.change_name.errors = ["Pilih inisiatifnya, atau tulis perubahan apa yang ditanyakan."]
        return _list(form, 422)
    check = services.open_(form.title.data, name, chosen, employee_id=visitor.employee_id or 0, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_group_check", check_id=check.id), "Cek dibuka. Minta ruangan memindai kodenya.")


def _list(form: OpenForm, http_status: int = 200) -> ResponseReturnValue:
    rows = queries.opened_by(visitor.employee_id or 0)
    return show(LIST, http_status=http_status, form=form, rows=rows, is_open=_is_open)


def _choices() -> list[tuple[int, str]]:
    return initiatives.choices(visitor.reach(ROOM))


def _with_choices(form: OpenForm) -> OpenForm:
    form.initiative_id.choices = offer(_choices(), "Tidak terkait inisiatif")
    return form


def _is_open(check: GroupCheck) -> bool:
    return check.status == LiveStatus.OPEN and now() < check.ends_at


@bp.get("/cek/<int:check_id>")
@quiet
@requires(ROOM)
def show_group_check(check_id: int) -> ResponseReturnValue:
    """The projector's page; while the check is open it asks for itself how many have answered."""
    check = queries.own(visitor.employee_id or 0, check_id)
    address = f"{current_app.config['BASE_URL']}{url_for('.show_group_check_form', code=check.code)}"
    return show(
        STAGE,
        fragment="stage",
        check=check,
        is_open=_is_open(check),
        answers=queries.count(check.id) if check.status == LiveStatus.OPEN else 0,
        address=address.partition("://")[2],
        qr=qr.drawing(address, "Kode cek cepat"),
        bar=plots.bar,
        told=rules.told(check.result["texts"], check.result["counts"]) if check.result else [],
    )


@bp.post("/cek/<int:check_id>/penayangan")
@requires(ROOM)
def create_group_check_showing(check_id: int) -> ResponseReturnValue:
    check = queries.own(visitor.employee_id or 0, check_id)
    services.show(check, statements(check.change_name), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_group_check", check_id=check_id), "Hasil ditampilkan. Jawabannya sudah dihapus.")


# --- on the phones --------------------------------------------------------------------------------------


@bp.get("/ruang/<code>")
@public
@unlogged
@quiet
def show_group_check_form(code: str) -> ResponseReturnValue:
    device = devices.mark()
    return devices.remember(_in_room(code, lambda check: _form(check, device)), device, path="/survei")


@bp.post("/ruang/<code>")
@public
@unlogged
@quiet
@answer_limit
def create_group_check_answer(code: str) -> ResponseReturnValue:
    device = devices.mark()

    def take(check: GroupCheck) -> ResponseReturnValue:
        items = questions(check)
        given = pages.read(items, request.form.to_dict(flat=False))
        faults = pages.check(items, given.chosen, given.texts)
        if not request.cookies.get(devices.COOKIE):
            return _form(check, device, given, faults, has_no_mark=True)
        if faults:
            return _form(check, device, given, faults)
        services.submit(check, device, [given.chosen[item.id][0] for item in items])
        db.session.commit()
        return show(THANKS, check=check)

    return _in_room(code, take)


def _in_room(code: str, work: Callable[[GroupCheck], ResponseReturnValue]) -> ResponseReturnValue:
    """Do something with the check a code opens, narrowed to its government; a wrong code is simply not found."""
    _ = visitor.is_authenticated  # before a scope is entered: signing in brings the scope of one's own government
    typed = code.upper().translate(MISREAD).replace("-", "")
    with scope.everything():
        check, government = queries.by_code(typed if set(typed) <= set(ALPHABET) else "")
    use_zone(government.timezone)
    with scope.within(government.id):
        return work(check)


def _form(
    check: GroupCheck,
    device: str,
    given: pages.Given | None = None,
    faults: dict[int, str] | None = None,
    *,
    has_no_mark: bool = False,
) -> ResponseReturnValue:
    if not _is_open(check):
        raise rules.NotOpen
    return show(
        FORM,
        http_status=422 if faults or has_no_mark else 200,
        check=check,
        sheet=pages.sheet(questions(check), given or pages.Given(), 1, faults),
        change_name=check.change_name,
        is_taken=queries.has_answered(check.id, services.taker(check, device)),
        has_no_mark=has_no_mark,
    )


def statements(change_name: str) -> list[str]:
    """The five statements, about this change."""
    return [worded(one.text, change_name) for one in reference.shipped()[INSTRUMENT].items]


def questions(check: GroupCheck) -> Sequence[InstrumentItem]:
    """The statements as a page asks them; they stand in no table."""
    shipped: Any = reference.shipped()[INSTRUMENT].items
    return [
        InstrumentItem(
            id=place,
            version_id=0,
            kind=ItemKind.SCALE,
            text=worded(one.text, check.change_name),
            options=list(one.options),
            scale_min=1,
            is_required=True,
            page=1,
            shown_if=None,
            sort_order=place,
        )
        for place, one in enumerate(shipped, start=1)
    ]
