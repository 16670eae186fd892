from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission, Role
from app.accounts import exports, labels, rules
from app.accounts.forms import GrantForm, RefusalForm
from app.accounts.queries import grants as queries
from app.accounts.queries.grants import Candidate, GrantFilters
from app.accounts.rules import GrantReach, GrantState
from app.accounts.services import grants as services
from app.accounts.services import links
from app.accounts.services.grants import Wish
from app.accounts.views.blueprint import bp, export_limit, search_limit
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.web.answers import changed, download, moved_on, show
from app.web.inputs import arg_int, arg_text, is_row_number, tidy

PAGE = "accounts/grant_detail.html"
PAGE_SIZE = 25
FILTERS = ("cari", "peran", "keadaan", "unit")


def _reach() -> GrantReach:
    return GrantReach.of(visitor)


def _today() -> date:
    return today(visitor.timezone)


@bp.get("/akun/peran")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
@search_limit
def list_grants() -> ResponseReturnValue:
    filters, reach, day = _filters(request.args), _reach(), _today()
    found = queries.grants(reach, filters, day=day, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    grants = found[:PAGE_SIZE]
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name in FILTERS and value}
    return show(
        "accounts/grant_list.html",
        fragment="grants",
        grants=grants,
        more_href=url_for(".list_grants", **asked | {"sebelum": str(grants[-1].id)}) if len(found) > PAGE_SIZE else "",
        filters=filters,
        asked=asked,
        waiting=queries.waiting_count(reach, day),
        roles=[(role.value, labels.ROLE_NAMES[role]) for role in reach.roles()],
        states=[(state.value, words) for state, (words, _tone) in labels.GRANTS.items()],
        units=_unit_choices(reach.government_id, day, first="Semua unit"),
        **_shown(day),
    )


def _filters(given: Any) -> GrantFilters:
    unit = given.get("unit", "")
    return GrantFilters(
        text=tidy(given.get("cari", ""))[:100],
        role=Role(given["peran"]) if given.get("peran", "") in list(Role) else None,
        state=GrantState(given["keadaan"]) if given.get("keadaan", "") in list(GrantState) else None,
        unit_id=int(unit) if is_row_number(unit) else None,
    )


def _shown(day: date) -> dict[str, Any]:
    """What both the list and the page of a grant need to speak of it."""
    return {
        "labels": labels,
        "state_of": lambda grant: rules.grant_state(grant, day),
        "last_day": lambda grant: grant.ends_on - timedelta(days=1) if grant.ends_on else None,
        "GrantState": GrantState,
    }


def _unit_choices(government_id: int | None, day: date, *, first: str) -> list[tuple[str, str]]:
    """The units of a government, indented as they stand in it."""
    found = queries.units(government_id, day) if government_id else []
    return [("", first)] + [(str(row.id), "\u2003" * (row.path.count("/") - 2) + row.name) for row in found]


@bp.post("/akun/peran/berkas")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
@export_limit
def create_grant_export() -> ResponseReturnValue:
    """The filtered list as a file; that it was taken stands on the trail."""
    day, as_excel = _today(), request.form.get("bentuk") == "xlsx"
    found = queries.grants(_reach(), _filters(request.form), day=day)
    services.note_export(len(found), by=actor(), chain=visitor.government_id)
    db.session.commit()
    rows = exports.grant_rows(found, day)
    if as_excel:
        return download(xlsx_file("Peran", exports.HEADINGS, rows), name="peran.xlsx", media_type=XLSX_TYPE)
    text = "".join(csv_lines(exports.HEADINGS, rows, for_excel=True))
    return download(text.encode(), name="peran.csv", media_type=CSV_TYPE)


@bp.get("/akun/peran/baru")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
@search_limit
def show_grant_form() -> ResponseReturnValue:
    """First who, by name; then which role."""
    reach, day = _reach(), _today()
    if request.args.get("pegawai") or request.args.get("akun"):
        who = _chosen(reach, arg_int("pegawai"), arg_int("akun"))
        return show("accounts/grant_form.html", who=who, form=_form(reach, who, day), day=day)
    government_id = arg_int("pemda")
    if government_id is None:
        government_id = reach.government_id or 0
    text = arg_text("cari")
    return show(
        "accounts/grant_search.html",
        fragment="candidates",
        text=text,
        government_id=government_id,
        governments=[("0", "Akun instalasi")] + [(str(row.id), row.name) for row in queries.governments()]
        if reach.of_installation
        else [],
        candidates=queries.candidates(reach, text, government_id=government_id, day=day),
    )


def _chosen(reach: GrantReach, employee_id: int | None, user_id: int | None) -> Candidate:
    return queries.candidate(reach, employee_id=employee_id, user_id=user_id, day=_today())


def _form(reach: GrantReach, who: Candidate, day: date) -> GrantForm:
    at_home = reach.government_id is not None and who.government_id == reach.government_id
    roles = [role for role in reach.roles() if reach.covers(_government_of(who, role), role)]
    units = _unit_choices(who.government_id if at_home else None, day, first=labels.WHOLE)
    return GrantForm(starts_on=day).offer(roles, units)


def _government_of(who: Candidate, role: Role) -> int | None:
    """Which government a role of this person counts in; that of an administrator of the installation in none."""
    return None if rules.is_of_no_government(role) else who.government_id


@bp.post("/akun/peran")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
def create_grant() -> ResponseReturnValue:
    reach, day = _reach(), _today()
    typed = {name: request.form.get(name, "") for name in ("pegawai", "akun")}
    who = _chosen(reach, *(int(one) if is_row_number(one) else None for one in typed.values()))
    form = _form(reach, who, day)
    if not form.validate_on_submit() or not form.check_days(day):
        return show("accounts/grant_form.html", http_status=422, who=who, form=form, day=day)
    role, last = Role(form.role.data), form.last_day.data
    wish = Wish(
        user_id=_account_of(who),
        role=role,
        government_id=_government_of(who, role),
        unit_id=int(form.unit.data) if form.unit.data else None,
        starts_on=form.starts_on.data,
        ends_on=last + timedelta(days=1) if last else None,
    )
    given = services.grant(wish, reach=reach, by=actor(), day=day)
    db.session.commit()
    say = "Diusulkan. Peran ini berlaku setelah admin kedua mengonfirmasi." if given.pending else "Peran diberikan."
    return moved_on(url_for(".show_grant", grant_id=given.id), say)


def _account_of(who: Candidate) -> int:
    if who.user_id is not None:
        return who.user_id
    with scope.within(who.government_id or 0):
        return links.account_for(who.employee_id or 0).id


@bp.get("/akun/peran/<int:grant_id>")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
def show_grant(grant_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="decision", **_context(grant_id))


@bp.post("/akun/peran/<int:grant_id>/konfirmasi")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
def create_confirmation(grant_id: int) -> ResponseReturnValue:
    queries.grant(_reach(), grant_id)
    services.confirm(grant_id, by=actor(), day=_today())
    db.session.commit()
    return _changed(grant_id, "Dikonfirmasi. Peran ini berlaku.")


@bp.post("/akun/peran/<int:grant_id>/penolakan")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
def create_refusal(grant_id: int) -> ResponseReturnValue:
    queries.grant(_reach(), grant_id)
    form = RefusalForm()
    if not form.validate_on_submit():
        return show(PAGE, fragment="decision", http_status=422, **_context(grant_id) | {"form": form})
    services.refuse(grant_id, form.reason.data, by=actor(), day=_today())
    db.session.commit()
    return _changed(grant_id, "Ditolak. Pengusul sudah diberi tahu alasannya.")


@bp.post("/akun/peran/<int:grant_id>/pengakhiran")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
def create_grant_end(grant_id: int) -> ResponseReturnValue:
    queries.grant(_reach(), grant_id)
    services.end(grant_id, by=actor(), day=_today())
    db.session.commit()
    return _changed(grant_id, "Peran diakhiri.")


def _changed(grant_id: int, say: str) -> ResponseReturnValue:
    back_to = url_for(".show_grant", grant_id=grant_id)
    return changed(PAGE, fragment="decision", say=say, back_to=back_to, context=lambda: _context(grant_id))


def _context(grant_id: int) -> dict[str, Any]:
    day = _today()
    grant = queries.grant(_reach(), grant_id)
    return {
        "grant": grant,
        "is_own": grant.user_id == visitor.user_id,
        "asked_by_me": grant.granted_by == visitor.user_id,
        "form": RefusalForm(),
        **_shown(day),
    }
