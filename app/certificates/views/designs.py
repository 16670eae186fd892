"""Designs: chosen, changed, and looked at before anybody's certificate is printed with them."""

from typing import Any

from flask import abort, make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion
from app.certificates import labels, preview, rules
from app.certificates.forms import DesignForm
from app.certificates.models import CertificateDesign
from app.certificates.queries import designs as queries
from app.certificates.services import designs as services
from app.certificates.style import PLACEHOLDERS, Style, Texts
from app.certificates.views.blueprint import bp
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_int, arg_text, is_row_number
from app.web.limits import from_setting, limiter
from app.web.uploads import takes_files

FORM = "certificates/design_form.html"
PDF, PNG = "application/pdf", "image/png"
sample_limit = limiter.shared_limit(from_setting("PDF"), scope="pdf")


@bp.get("/kelola/desain")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
def list_designs() -> ResponseReturnValue:
    archived = request.args.get("arsip") == "1"
    return show(
        "certificates/design_list.html",
        designs=queries.all_designs(archived=archived),
        archived=archived,
        labels=labels,
    )


@bp.get("/kelola/desain/baru")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
def show_new_design() -> ResponseReturnValue:
    return _page(DesignForm(data=Style().texts_dict() | Style().colours_dict()), None)


@bp.post("/kelola/desain/baru")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
@takes_files(services.BIGGEST_LOGO)
def create_design() -> ResponseReturnValue:
    form = DesignForm()
    if form.validate_on_submit():
        try:
            design = services.create(form.facts(), _logo(form), by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_design", design_id=design.id), "Tersimpan. Periksa contohnya.")
    return _page(form, None, http_status=422)


@bp.get("/kelola/desain/<int:design_id>")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
def show_design(design_id: int) -> ResponseReturnValue:
    design = queries.design(design_id)
    return show(
        "certificates/design_detail.html",
        design=design,
        latest=queries.latest(design_id),
        labels=labels,
        can_draw=preview.can_draw(),
        kinds=((preview.SHORT, "Isian terpendek"), (preview.LONG, "Isian terpanjang")),
    )


@bp.get("/kelola/desain/<int:design_id>/ubah")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
def show_design_form(design_id: int) -> ResponseReturnValue:
    design, latest = queries.design(design_id), queries.latest(design_id)
    about = {"name": design.name, "version": design.version, "layout": latest.layout}
    return _page(DesignForm(data=about | latest.colours | latest.texts), design)


@bp.post("/kelola/desain/<int:design_id>/ubah")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
@takes_files(services.BIGGEST_LOGO)
def create_design_change(design_id: int) -> ResponseReturnValue:
    design, form, status = queries.design(design_id), DesignForm(), 422
    if form.validate_on_submit():
        version = int(form.version.data) if is_row_number(form.version.data or "") else -1
        try:
            services.change(
                design, form.facts(), _logo(form), drop_logo=form.drop_logo.data, version=version, by=actor()
            )
            db.session.commit()
        except rules.WrongField as refusal:
            _put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            design, status = queries.design(design_id), 409
            form.version.data = design.version
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_design", design_id=design_id), "Tersimpan. Yang sudah terbit tidak berubah.")
    return _page(form, queries.design(design_id), http_status=status)


@bp.post("/kelola/desain/<int:design_id>/arsip")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
def create_design_archive(design_id: int) -> ResponseReturnValue:
    services.archive(queries.design(design_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_designs"), "Desain diarsipkan. Yang sudah terbit tidak berubah.")


@bp.get("/kelola/desain/<int:design_id>/contoh.pdf")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
@sample_limit
def download_sample(design_id: int) -> ResponseReturnValue:
    style, kind = queries.style_of(queries.latest(design_id)), arg_text("isian", 10)
    db.session.rollback()
    return download(preview.sample(style, kind), name="contoh-sertifikat.pdf", media_type=PDF)


@bp.get("/kelola/desain/<int:design_id>/contoh.png")
@requires(Permission.CERTIFICATES_DESIGN_MANAGE)
def show_sample(design_id: int) -> ResponseReturnValue:
    style, kind, side = queries.style_of(queries.latest(design_id)), arg_text("isian", 10), arg_int("halaman")
    db.session.rollback()
    if not preview.can_draw():
        abort(404)
    response = make_response(preview.picture(preview.sample(style, kind), 2 if side == 2 else 1))
    response.content_type = PNG
    return response


def _logo(form: DesignForm) -> bytes | None:
    return services.clean_logo(form.logo.data.read()) if form.logo.data else None


def _put_at_field(form: Any, refusal: rules.WrongField) -> None:
    db.session.rollback()
    field = form[refusal.field]
    field.errors = [*field.errors, refusal.message]


def _page(form: DesignForm, design: CertificateDesign | None, *, http_status: int = 200) -> ResponseReturnValue:
    return show(
        FORM,
        http_status=http_status,
        form=form,
        design=design,
        placeholders=PLACEHOLDERS,
        usual=Texts(),
        has_logo=design is not None and queries.latest(design.id).logo_file_id is not None,
    )
