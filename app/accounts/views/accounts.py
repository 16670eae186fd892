from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.accounts import exports, labels, rules
from app.accounts.forms import InvitationForm
from app.accounts.queries import grants, people
from app.accounts.queries.people import AccountFilters
from app.accounts.rules import AccountState, NoAddress
from app.accounts.services import links, second_factor
from app.accounts.views.blueprint import bp, export_limit, search_limit
from app.base import scope
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import RuleBroken
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.jobs import queries as jobs
from app.web.answers import changed, download, show
from app.web.inputs import keyset, tidy

LIST, PAGE = "accounts/account_list.html", "accounts/account_detail.html"
PAGE_SIZE = 25
FILTERS = ("cari", "keadaan", "tanpa_email")
IN_FILE_AT_MOST = 50_000


class TooManyAccounts(RuleBroken):
    heading = "Terlalu banyak untuk satu berkas"
    message = f"Daftar ini lebih dari {IN_FILE_AT_MOST // 1000}.000 akun. Saring menurut keadaannya, lalu unduh lagi."


@bp.get("/akun")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@search_limit
def list_accounts() -> ResponseReturnValue:
    if "undangan" in request.args:
        return show(LIST, fragment="invitations", **_list_context())
    return show(LIST, fragment="accounts", **_list_context())


def _list_context() -> dict[str, Any]:
    filters, at = _filters(request.args), now()
    found = people.accounts(filters, at=at, after=keyset("setelah", str), limit=PAGE_SIZE + 1)
    accounts = found[:PAGE_SIZE]
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name in FILTERS and value}
    last = f"{accounts[-1].sort_name}~{accounts[-1].employee_id}" if len(found) > PAGE_SIZE else ""
    to_invite, lacking = people.counts(at=at)
    return {
        "accounts": accounts,
        "more_href": url_for(".list_accounts", **asked | {"setelah": last}) if last else "",
        "filters": filters,
        "asked": asked,
        "states": [(state.value, words) for state, (words, _tone) in labels.ACCOUNTS.items()],
        "labels": labels,
        "to_invite": to_invite,
        "lacking": lacking,
        "job": jobs.latest(links.INVITE, scope.current()),
        "AccountState": AccountState,
    }


def _filters(given: Mapping[str, str]) -> AccountFilters:
    return AccountFilters(
        text=tidy(given.get("cari", ""))[:100].lower(),
        state=AccountState(given["keadaan"]) if given.get("keadaan", "") in list(AccountState) else None,
        without_address=given.get("tanpa_email") == "1",
    )


@bp.post("/akun/berkas")
@requires(Permission.ACCOUNTS_USER_MANAGE)
@export_limit
def create_account_export() -> ResponseReturnValue:
    """The filtered list as a file; that it was taken stands on the trail."""
    found = people.accounts(_filters(request.form), at=now(), after=None, limit=IN_FILE_AT_MOST + 1)
    if len(found) > IN_FILE_AT_MOST:
        raise TooManyAccounts
    links.note_export(len(found), by=actor())
    db.session.commit()
    rows, name = exports.account_rows(found, visitor.timezone), f"akun-{today(visitor.timezone).isoformat()}"
    if request.form.get("bentuk") == "xlsx":
        return download(xlsx_file("Akun", exports.ACCOUNTS, rows), name=f"{name}.xlsx", media_type=XLSX_TYPE)
    text = "".join(csv_lines(exports.ACCOUNTS, rows, for_excel=True))
    return download(text.encode(), name=f"{name}.csv", media_type=CSV_TYPE)


@bp.post("/akun/undangan")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def create_invitations() -> ResponseReturnValue:
    links.request_bulk(visitor.government_id, by=actor())
    db.session.commit()
    return changed(
        LIST,
        fragment="invitations",
        say="Undangan mulai dikirim. Anda boleh meninggalkan halaman ini.",
        back_to=url_for(".list_accounts"),
        context=_list_context,
    )


@bp.get("/akun/pegawai/<int:employee_id>")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def show_account(employee_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="account", **_context(employee_id))


@bp.post("/akun/pegawai/<int:employee_id>/undangan")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def create_invitation(employee_id: int) -> ResponseReturnValue:
    people.account(employee_id, at=now())
    form = InvitationForm()
    if not form.validate_on_submit():
        return show(PAGE, fragment="account", http_status=422, **_context(employee_id) | {"form": form})
    may_guarded = visitor.may(Permission.ACCOUNTS_GRANT_MANAGE)
    links.invite(employee_id, by=actor(), may_guarded=may_guarded, email=form.email.data or "")
    db.session.commit()
    return _changed(employee_id, "Undangan dikirim. Tautannya berlaku 7 hari.")


@bp.post("/akun/pegawai/<int:employee_id>/penonaktifan")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def create_rest(employee_id: int) -> ResponseReturnValue:
    return _switch(employee_id, active=False, say="Akun dinonaktifkan. Semua sesinya berakhir.")


@bp.post("/akun/pegawai/<int:employee_id>/pengaktifan")
@requires(Permission.ACCOUNTS_USER_MANAGE)
def create_wake(employee_id: int) -> ResponseReturnValue:
    return _switch(employee_id, active=True, say="Akun aktif lagi.")


def _switch(employee_id: int, *, active: bool, say: str) -> ResponseReturnValue:
    people.account(employee_id, at=now())
    may_guarded = visitor.may(Permission.ACCOUNTS_GRANT_MANAGE)
    links.switch(employee_id, active=active, by=actor(), may_guarded=may_guarded)
    db.session.commit()
    return _changed(employee_id, say)


@bp.post("/akun/pegawai/<int:employee_id>/pelepasan-kode")
@requires(Permission.ACCOUNTS_GRANT_MANAGE)
def create_code_reset(employee_id: int) -> ResponseReturnValue:
    row = people.account(employee_id, at=now())
    rules.ensure_other_person(visitor.user_id, row.user_id or 0)
    if row.user_id is None:
        raise NoAddress("Pegawai ini belum punya akun, jadi belum ada kode yang bisa dilepas.")
    second_factor.reset_by_administrator(row.user_id, by=actor(), chain=visitor.government_id)
    db.session.commit()
    return _changed(employee_id, "Kode masuk dilepas. Pemiliknya memasang yang baru.")


def _changed(employee_id: int, say: str) -> ResponseReturnValue:
    back_to = url_for(".show_account", employee_id=employee_id)
    return changed(PAGE, fragment="account", say=say, back_to=back_to, context=lambda: _context(employee_id))


def _context(employee_id: int) -> dict[str, Any]:
    row, day = people.account(employee_id, at=now()), today(visitor.timezone)
    held = grants.grants_of(row.user_id) if row.user_id else []
    may_guarded = visitor.may(Permission.ACCOUNTS_GRANT_MANAGE)
    return {
        "account": row,
        "form": InvitationForm(email=row.email or row.employee_email),
        "grants": [one for one in held if rules.grant_state(one, day) in people.LIVING],
        "state_of": lambda grant: labels.GRANTS[rules.grant_state(grant, day)],
        "is_own": row.user_id == visitor.user_id,
        "is_guarded": bool(row.user_id) and links.is_guarded(row.user_id) and not may_guarded,
        "may_reset": may_guarded,
        "has_code": bool(row.user_id) and people.own_account(row.user_id).totp_secret != "",
        "labels": labels,
        "AccountState": AccountState,
    }
