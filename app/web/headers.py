"""Security headers on every answer (security H1, H2). No inline script or style anywhere."""

from urllib.parse import urlsplit

from flask import Flask, Response

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; object-src 'none'"
)


def with_provider(issuer: str) -> str:
    """The policy, with the one foreign origin a form of ours may lead to: that of the identity provider."""
    if not issuer:
        return CSP
    parts = urlsplit(issuer)
    return CSP.replace("form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}")


def install(app: Flask) -> None:
    secure = app.config["SESSION_COOKIE_SECURE"]
    policy = with_provider(app.config.get("OIDC_ISSUER", ""))

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
            response.vary.update(("Cookie", "HX-Request-Type"))
        return response
