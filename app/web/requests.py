"""What surrounds each request: a request id, the kind of transaction, and one line of log."""

import secrets
import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.base.database import begin_reading, begin_writing
from app.base.errors import BadInput
from app.base.tracing import request_id
from app.web.unlogged import is_unlogged

log = structlog.get_logger()
READS = ("GET", "HEAD", "OPTIONS")


F = TypeVar("F", bound=Callable[..., Any])


def takes_files(largest: int) -> Callable[[F], F]:
    """Let a view take a body of so many bytes; every other one takes what the setting says (security R4)."""

    def mark(view: F) -> F:
        view.largest_body = largest  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started = time.perf_counter()
    request_id.set(secrets.token_hex(8))
    largest = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_body", None)
    if largest is not None:
        request.max_content_length = largest
    if request.method in READS:
        begin_reading()
    else:
        begin_writing()
        _refuse_other_sites()


@event.listens_for(Session, "after_commit")
def _has_written(_session: Session) -> None:
    """A view commits once; what it reads afterwards for its answer holds no lock."""
    if has_request_context():
        begin_reading()


def _refuse_other_sites() -> None:
    """A form sent from another site is refused before anything reads it (security R1)."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "")
    ours = {request.host_url.rstrip("/"), current_app.config["BASE_URL"], ""}
    if site not in ("same-origin", "none") or (origin not in ours):
        raise BadInput("Formulir ini dikirim dari situs lain. Buka halamannya langsung dari Penata, lalu kirim lagi.")


def _end(response: Response) -> Response:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint != "assets.show_asset" and not is_unlogged(view):
        log.info(
            "request",
            request=request_id.get(),
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
            user=getattr(g.get("_login_user"), "user_id", None),  # who was found already; the log asks nobody
        )
    response.headers["X-Request-Id"] = request_id.get()
    return response
