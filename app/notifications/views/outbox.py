from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import TemplateError

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.notifications import catalogue, labels, post, posting, queries, rules, services
from app.notifications.catalogue import UnknownLetter
from app.notifications.models import Mail, MailStatus
from app.notifications.queries import MailFilters
from app.notifications.rendering import Letter
from app.notifications.views.blueprint import bp
from app.notifications.views.letters import framed, framing
from app.web import dates
from app.web.answers import changed, download, show
from app.web.inputs import arg_int, tidy
from app.web.limits import from_setting, limiter

PAGE = "notifications/mail_list.html"
DETAIL = "notifications/mail_detail.html"
PAGE_SIZE = 25
HEADINGS = ("Ditulis", "Penerima", "Alamat", "Surat", "Judul", "Keadaan", "Dikirim", "Percobaan", "Kendala")
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


@bp.get("/kotak-keluar")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
def list_mails() -> ResponseReturnValue:
    asked = _asked(request.args)
    filters = _filters(asked)
    found = queries.outbox(filters, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    mails = found[:PAGE_SIZE]
    more = len(found) > PAGE_SIZE
    return show(
        PAGE,
        fragment="mail_results",
        mails=mails,
        total=queries.outbox_count(filters),
        counted_at_most=queries.COUNTED_AT_MOST,
        more_href=url_for(".list_mails", **asked, sebelum=mails[-1].id) if more else "",
        asked=asked,
        filters=filters,
        states=labels.MAIL,
        state_options=[("", "Semua keadaan")] + [(one.value, words) for one, (words, _tone) in labels.MAIL.items()],
        titles=_titles(),
        is_configured=post.is_configured(),
    )


@bp.get("/kotak-keluar/<int:mail_id>")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
def show_mail(mail_id: int) -> ResponseReturnValue:
    return framing(show(DETAIL, fragment="mail", **_context(mail_id)))


@bp.get("/kotak-keluar/<int:mail_id>/pratinjau")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
def show_mail_preview(mail_id: int) -> ResponseReturnValue:
    letter = _letter(queries.mail(mail_id))
    return framed(letter or Letter("", "", "<!doctype html><title>Surat</title>"))


@bp.post("/kotak-keluar/<int:mail_id>/pengiriman-ulang")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
def create_resending(mail_id: int) -> ResponseReturnValue:
    services.resend(queries.mail(mail_id), by=actor())
    db.session.commit()
    return changed(
        DETAIL,
        fragment="mail",
        say="Surat ini menunggu dikirim lagi.",
        back_to=url_for(".show_mail", mail_id=mail_id),
        context=lambda: _context(mail_id),
    )


@bp.post("/kotak-keluar/unduhan")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
@export_limit
def create_mail_export() -> ResponseReturnValue:
    """The list as it is filtered, as a file. A POST, since each export is noted in the trail (security T1, R2)."""
    form = "xlsx" if request.form.get("bentuk") == "xlsx" else "csv"
    rows = list(_exported(_filters(_asked(request.form))))
    services.note_export(rows=len(rows), form=form, by=actor())
    db.session.commit()
    return _file(rows, form)


def _context(mail_id: int) -> dict[str, Any]:
    mail = queries.mail(mail_id)
    letter = _letter(mail)
    return {
        "mail": mail,
        "title": mail.subject or _titles().get(mail.kind, mail.kind),
        "kind_title": _titles().get(mail.kind, mail.kind),
        "letter": letter,
        "is_as_sent": bool(letter and mail.seal and mail.seal == _seal(letter)),
        "states": labels.MAIL,
        "is_configured": post.is_configured(),
        "MailStatus": MailStatus,
    }


def _letter(mail: Mail) -> Letter | None:
    """A mail's words, or None for those that are nobody else's business or cannot be drawn."""
    try:
        return None if catalogue.find(mail.kind).is_confidential else posting.letter_of(mail)
    except (TemplateError, UnknownLetter):
        return None


def _seal(letter: Letter) -> str:
    return rules.seal(letter.subject, letter.text, letter.html)


def _titles() -> dict[str, str]:
    """The kinds of letters that stand here, by name."""
    return {one.kind: one.title for one in catalogue.every() if not one.tells_by_its_recipient}


def _asked(source: Any) -> dict[str, Any]:
    """The filters of this address or form, and no other parameter."""
    asked = {name: tidy(source.get(name, ""))[:100] for name in ("cari", "keadaan", "surat", "dari", "sampai")}
    return {name: value for name, value in asked.items() if value}


def _filters(asked: dict[str, Any]) -> MailFilters:
    state, since, until = asked.get("keadaan", ""), _day(asked.get("dari", "")), _day(asked.get("sampai", ""))
    return MailFilters(
        status=MailStatus(state) if state in set(MailStatus) else None,
        kind=asked.get("surat", ""),
        name=asked.get("cari", ""),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def _midnight(day: date) -> datetime:
    """The first instant of a day by the government's clock."""
    return datetime.combine(day, time(), ZoneInfo(visitor.timezone))


def _exported(filters: MailFilters) -> Iterator[tuple[Any, ...]]:
    titles = _titles()
    for row in queries.whole_outbox(filters):
        yield (
            dates.moment(row.created_at),
            row.recipient_name,
            row.address,
            titles.get(row.kind, row.kind),
            row.subject,
            labels.MAIL[row.status][0],
            dates.moment(row.sent_at) if row.sent_at else "",
            row.attempts,
            row.trouble,
        )


def _file(rows: list[tuple[Any, ...]], form: str) -> Response:
    name = f"surat-keluar-{today(visitor.timezone).isoformat()}.{form}"
    if form == "xlsx":
        return download(xlsx_file("Surat keluar", HEADINGS, rows), name=name, media_type=XLSX_TYPE)
    lines = csv_lines(HEADINGS, rows, for_excel=True)
    return download("".join(lines).encode(), name=name, media_type=CSV_TYPE)
