"""What was issued: found, replaced, recalled."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.certificates import labels
from app.certificates.forms import RecallForm, ReplacementForm
from app.certificates.models import Certificate
from app.certificates.queries import issued as queries
from app.certificates.rules import CertificateStatus, status_on
from app.certificates.services import recalls, replacing
from app.certificates.views.blueprint import bp
from app.jobs import queries as jobs
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, arg_text, is_row_number
from app.web.limits import from_setting, limiter

PAGE = "certificates/issued_detail.html"
RECALL = "certificates/recall_form.html"
PAGE_SIZE = 50
search_limit = limiter.shared_limit(from_setting("SEARCH"), scope="search", key_func=lambda: str(visitor.user_id))
CHECKS_SHOWN = 10
SHOWN_BY_NAME = 20


@bp.get("/kelola/sertifikat")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
@search_limit
def list_issued() -> ResponseReturnValue:
    text, status, group = arg_text("cari"), arg_text("keadaan", 10), arg_text("kelompok", 80)
    asked: dict[str, Any] = {
        name: value for name, value in (("cari", text), ("keadaan", status), ("kelompok", group)) if value
    }
    reach = visitor.reach(Permission.CERTIFICATES_ISSUED_MANAGE)
    day = today(visitor.timezone)
    found = queries.page(
        reach, text=text, status=status, group=group, day=day, before=arg_int("sebelum"), limit=PAGE_SIZE + 1
    )
    rows = found[:PAGE_SIZE]
    return show(
        "certificates/issued_list.html",
        fragment="issued_results",
        rows=rows,
        text=text,
        status=status,
        group=group,
        more_href=url_for(".list_issued", sebelum=rows[-1].id, **asked) if len(found) > PAGE_SIZE else "",
        labels=labels,
        status_on=status_on,
        today=day,
    )


@bp.get("/kelola/sertifikat/<int:certificate_id>")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def show_issued(certificate_id: int) -> ResponseReturnValue:
    return _detail(queries.certificate(certificate_id))


def _detail(certificate: Certificate) -> ResponseReturnValue:
    count, latest = queries.checks(certificate.id)
    return show(
        PAGE,
        certificate=certificate,
        status=status_on(today(visitor.timezone), certificate.status, certificate.expires_on),
        successor=queries.successor(certificate.id),
        predecessor=queries.certificate(certificate.replaces_id) if certificate.replaces_id else None,
        checks=count,
        latest=latest,
        shown_checks=queries.latest_checks(certificate.id, CHECKS_SHOWN),
        labels=labels,
    )


@bp.get("/kelola/sertifikat/<int:certificate_id>/penggantian")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def show_replacement_form(certificate_id: int) -> ResponseReturnValue:
    certificate = queries.certificate(certificate_id)
    names = ("holder_name", "holder_position", "holder_unit")
    form = ReplacementForm(data={name: certificate.facts[name] for name in names})
    return show("certificates/replacement_form.html", form=form, certificate=certificate)


@bp.post("/kelola/sertifikat/<int:certificate_id>/penggantian")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def create_replacement(certificate_id: int) -> ResponseReturnValue:
    certificate, form = queries.certificate(certificate_id), ReplacementForm()
    if not form.validate_on_submit():
        return show("certificates/replacement_form.html", http_status=422, form=form, certificate=certificate)
    correction = replacing.Correction(
        form.holder_name.data, form.holder_position.data, form.holder_unit.data, form.reason.data
    )
    new, _job = replacing.replace_with(certificate, correction, by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_issued", certificate_id=new.id),
        f"Sertifikat pengganti bernomor {new.number} sedang dicetak. Yang lama berlaku sampai penggantinya terbit.",
    )


@bp.get("/kelola/sertifikat/pencabutan")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def show_recall_form() -> ResponseReturnValue:
    return _recall_page(RecallForm(), _chosen(request.args.getlist("pilih"), arg_text("kelompok", 80)))


@bp.post("/kelola/sertifikat/pencabutan")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def create_recall() -> ResponseReturnValue:
    form = RecallForm()
    chosen = _chosen(request.form.getlist("pilih"), request.form.get("kelompok", "")[:80])
    if not chosen or not form.validate_on_submit():
        return _recall_page(form, chosen, http_status=422)
    recall, _job = recalls.recall(chosen, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_recall", recall_id=recall.id), f"{recall.total} sertifikat dicabut.")


def _chosen(ticked: list[str], group: str) -> list[int]:
    """The ticked ones, or everything valid of a batch."""
    return queries.ids_of_group(group) if group else [int(one) for one in ticked if is_row_number(one)]


def _recall_page(form: RecallForm, chosen: list[int], *, http_status: int = 200) -> ResponseReturnValue:
    if chosen:
        queries.ensure_there(sorted(set(chosen)))
    return show(
        RECALL,
        http_status=http_status,
        form=form,
        chosen=sorted(set(chosen)),
        shown=queries.some(chosen[:SHOWN_BY_NAME]) if chosen else [],
        valid=CertificateStatus.VALID,
        group=request.values.get("kelompok", "")[:80],
        labels=labels,
    )


@bp.get("/kelola/sertifikat/pencabutan/<int:recall_id>")
@requires(Permission.CERTIFICATES_ISSUED_MANAGE)
def show_recall(recall_id: int) -> ResponseReturnValue:
    recall = queries.recall(recall_id)
    return show(
        "certificates/recall_detail.html",
        fragment="recall",
        recall=recall,
        job=jobs.by_key(recalls.job_key(recall.id)),
    )
