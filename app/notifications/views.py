from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from jinja2 import TemplateError

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.notifications import labels, queries, services
from app.notifications.rendering import letter
from app.web.answers import moved_on, show
from app.web.inputs import arg_int

bp = Blueprint("notifications", __name__)
PAGE_SIZE = 25


@bp.get("/pemberitahuan")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def list_notices() -> ResponseReturnValue:
    found = queries.notices_of(visitor.employee_id or 0, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    return show("notifications/notice_list.html", notices=found[:PAGE_SIZE], more=len(found) > PAGE_SIZE)


@bp.post("/pemberitahuan/<int:notice_id>/terbaca")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def create_reading(notice_id: int) -> ResponseReturnValue:
    path = services.mark_read(visitor.employee_id or 0, notice_id)
    db.session.commit()
    return redirect(path, 303)


@bp.post("/pemberitahuan/terbaca")
@requires(Permission.NOTIFICATIONS_OWN_READ)
def create_reading_of_all() -> ResponseReturnValue:
    services.mark_all_read(visitor.employee_id or 0)
    db.session.commit()
    return moved_on(url_for(".list_notices"), "Semua pemberitahuan sudah ditandai terbaca.")


@bp.get("/kotak-keluar")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
def list_mails() -> ResponseReturnValue:
    found = queries.outbox(before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    mails = [(mail, _subject(mail)) for mail in found[:PAGE_SIZE]]
    return show("notifications/mail_list.html", mails=mails, more=len(found) > PAGE_SIZE, states=labels.MAIL)


def _subject(mail: Any) -> str:
    """The subject, or words for a letter that lacks a fact: one bad letter hides no other."""
    try:
        return letter(mail.kind, mail.facts).subject
    except TemplateError:
        return "Surat yang belum bisa disusun"


@bp.get("/kotak-keluar/<int:mail_id>")
@requires(Permission.NOTIFICATIONS_OUTBOX_READ)
def show_mail(mail_id: int) -> ResponseReturnValue:
    mail = queries.mail(mail_id)
    return show("notifications/mail_detail.html", mail=mail, letter=letter(mail.kind, mail.facts), states=labels.MAIL)
