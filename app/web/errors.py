"""The edge: whatever goes wrong is rolled back here and told to the person in words."""

from typing import Any

import structlog
from flask import Flask, Response, current_app, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from app.base.database import begin_reading, db
from app.base.errors import BadInput, RuleBroken, TooMany
from app.web import carried
from app.web.answers import notice_partial, wants_fragment
from app.web.polling import is_quiet

log = structlog.get_logger()

WORDS = {
    400: ("Permintaan tidak bisa dibaca", "Periksa lagi alamat atau isiannya, lalu coba sekali lagi."),
    403: ("Halaman ini bukan untuk peran Anda", "Perlu akses? Hubungi admin instansi Anda."),
    404: (
        "Halaman tidak ditemukan",
        "Alamatnya mungkin keliru, atau isinya bukan untuk Anda. Kembali ke Beranda untuk mulai lagi.",
    ),
    405: ("Halaman ini tidak bisa dibuka begitu saja", "Kembali ke halaman sebelumnya dan pakai tombolnya."),
    413: ("Kiriman terlalu besar", "Paling besar {most} MB. Kecilkan atau bagi dulu, lalu kirim lagi."),
    429: ("Tunggu sebentar", "Terlalu banyak permintaan dalam waktu singkat. Coba lagi beberapa saat lagi."),
    500: ("Penata sedang bermasalah", "Isian Anda belum tersimpan. Coba lagi sebentar."),
    503: (
        "Belum bisa menyimpan",
        "Penyimpanan sedang tidak bisa ditulis. Isian Anda belum tersimpan; coba lagi sebentar.",
    ),
}


def install(app: Flask) -> None:
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(BadInput, lambda error: _tell(400, WORDS[400][0], error.message))
    app.register_error_handler(NoResultFound, lambda _error: _tell(404, *WORDS[404]))
    app.register_error_handler(CSRFError, _broken_token)
    app.register_error_handler(401, _signed_out)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(OperationalError, _cannot_write)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _rule_broken(error: RuleBroken) -> ResponseReturnValue:
    db.session.rollback()
    response = _tell(error.status, error.heading, error.message, way_on=error.way_on)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http(error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    if error.response is not None:
        return error.response
    code = error.code or 500
    if 300 <= code < 400:
        return error
    heading, words = WORDS.get(code, WORDS[500 if code >= 500 else 400])
    response = _tell(code, heading, words.format(most=(request.max_content_length or 0) // 1024 // 1024))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    log.error("unexpected", error=type(error).__name__, exc_info=error)
    return _tell(500, *WORDS[500])


def _unknown_host(_error: HTTPException) -> ResponseReturnValue:
    """Another host name than the configured one: no page, since no address of ours could be written into it."""
    return Response("Alamat ini tidak dikenal. Buka Penata lewat alamat resminya.\n", 400, mimetype="text/plain")


def _cannot_write(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("database", error=str(error.orig)[:200])
    begin_reading()  # the page that says so waits for no writer
    try:
        return _tell(503, *WORDS[503])
    except OperationalError:  # not even reading works: nobody knows who asks, and no page can be drawn
        db.session.rollback()
        return Response("\n".join(WORDS[503]) + "\n", 503, mimetype="text/plain")


def _signed_out(_error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    if wants_fragment():
        return _fragment_signed_out()
    form = carried.from_refused_post()
    back_to = request.full_path.rstrip("?") if request.method == "GET" else ""
    page = render_template(
        "accounts/sign_in.html", carried=form, next=back_to, identifier="", trouble="", signed_out=_was_signed_in()
    )
    return make_response(page, 401)


def _fragment_signed_out() -> Response:
    """htmx leaves for the sign-in page; a form sent with htmx is sent again as a plain post."""
    response = make_response("", 401)
    if request.method == "GET" and is_quiet(current_app.view_functions.get(request.endpoint or "")):
        return response
    if request.method == "GET":
        response.headers["HX-Redirect"] = url_for("accounts.show_sign_in", next=_page_shown())
        return response
    form = carried.from_refused_post()
    page = render_template(
        "accounts/sign_in.html", carried=form, next="", identifier="", trouble="", signed_out=_was_signed_in()
    )
    response.set_data(page)
    response.headers["HX-Retarget"] = "body"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _was_signed_in() -> bool:
    """Whether this browser still carries a session that is over."""
    return "_user_id" in session


def _page_shown() -> str:
    """The path of the page the fragment belongs to."""
    address = request.headers.get("HX-Current-URL", "")
    return address.removeprefix(request.host_url.rstrip("/")) or "/"


def _broken_token(error: CSRFError) -> ResponseReturnValue:
    db.session.rollback()
    if not current_user.is_authenticated and not _is_open_door():
        return _signed_out(error)
    if wants_fragment():
        return _tell(400, "Halaman ini sudah lama terbuka", "Muat ulang halaman, lalu kirim lagi.")
    form = carried.from_refused_post()
    return make_response(render_template("errors/broken_token.html", carried=form), 400)


def _is_open_door() -> bool:
    """Whether the form was one that strangers fill in: it is shown again rather than the sign-in."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "guard", "") == "public" and request.endpoint != "accounts.create_sign_out"


def _tell(status: int, heading: str, message: str, way_on: Any = None) -> Response:
    db.session.rollback()
    if wants_fragment():
        return make_response(notice_partial(heading, message), status)
    if request.path.endswith(".json"):
        return make_response({"error": message}, status)
    page = render_template("errors/error.html", status=status, heading=heading, message=message, way_on=way_on)
    return make_response(page, status)
