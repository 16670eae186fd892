"""Security headers on every answer (security H1, H2). No inline script or style anywhere."""

from flask import Flask, Response, request
from flask_login import current_user

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; object-src 'none'"
)


def install(app: Flask) -> None:
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if "Cache-Control" not in headers and (response.status_code >= 400 or _may_be_personal()):
            headers["Cache-Control"] = "no-store"
            response.vary.update(("Cookie", "HX-Request-Type"))
        return response


def _may_be_personal() -> bool:
    return request.method != "GET" or bool(current_user and current_user.is_authenticated) or "csrf" in request.path
