"""The holder's page of a badge, and the public addresses that a badge names."""

from typing import Any

from flask import Blueprint, Response, abort, make_response, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, public, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.certificates import badge_art, badges, labels, openbadges
from app.certificates.facts import CertificateFacts
from app.certificates.models import CertificateBadge
from app.certificates.rules import CertificateStatus
from app.organisation import queries as organisation
from app.web.answers import changed, download, show
from app.web.limits import from_setting, limiter

bp = Blueprint("badges", __name__)
verification_limit = limiter.shared_limit(from_setting("VERIFICATION"), scope="verification")
OWN = Permission.CERTIFICATES_OWN_READ
PAGE = "certificates/badge.html"
PNG, SVG = "image/png", "image/svg+xml"


@bp.get("/sertifikat/<int:certificate_id>/lencana")
@requires(OWN)
def show_own(certificate_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="badge", **_context(certificate_id))


@bp.post("/sertifikat/<int:certificate_id>/lencana")
@requires(OWN)
def create_badge(certificate_id: int) -> ResponseReturnValue:
    certificate = badges.own(visitor.employee_id or 0, certificate_id)
    badges.make(certificate, email=organisation.address_of(visitor.employee_id or 0), by=actor())
    db.session.commit()
    return _changed(certificate_id, "Lencana digital sudah dibuat.")


@bp.post("/sertifikat/<int:certificate_id>/lencana/penarikan")
@requires(OWN)
def create_end(certificate_id: int) -> ResponseReturnValue:
    ended = badges.end(badges.own(visitor.employee_id or 0, certificate_id), by=actor())
    db.session.commit()
    return _changed(certificate_id, "Lencana digital ditarik." if ended else "Lencana ini memang sudah ditarik.")


@bp.get("/sertifikat/<int:certificate_id>/lencana.png")
@requires(OWN)
def download_png(certificate_id: int) -> Response:
    badge, facts = _own_badge(certificate_id)
    content = openbadges.baked_png(badge_art.png(facts.lesson_hours), badge.credential)
    return download(content, name=f"{_name(facts)}.png", media_type=PNG)


@bp.get("/sertifikat/<int:certificate_id>/lencana.svg")
@requires(OWN)
def download_svg(certificate_id: int) -> Response:
    badge, facts = _own_badge(certificate_id)
    content = openbadges.baked_svg(badge_art.svg(facts.lesson_hours, facts.programme_title), badge.credential)
    return download(content.encode(), name=f"{_name(facts)}.svg", media_type=SVG)


@bp.get("/sertifikat/<int:certificate_id>/lencana.jwt")
@requires(OWN)
def download_jwt(certificate_id: int) -> Response:
    badge, facts = _own_badge(certificate_id)
    return download(badge.credential.encode(), name=f"{_name(facts)}.jwt", media_type=openbadges.MEDIA_TYPE)


@bp.get("/lencana/<token>")
@public
@verification_limit
def show_credential(token: str) -> ResponseReturnValue:
    """The credential itself; once it was taken back, a page that says so."""
    found = badges.by_token(token)
    if found is None:
        abort(404)
    if found.is_ended:
        return show("certificates/badge_ended.html", http_status=410)
    return _text(found.badge.credential)


@bp.get("/lencana/penerbit/<slug>")
@public
def show_issuer(slug: str) -> ResponseReturnValue:
    government = badges.government_with(slug)
    if government is None:
        abort(404)
    profile = {"@context": [openbadges.VC_CONTEXT, openbadges.OB_CONTEXT]} | badges.issuer_profile(government)
    return _json(profile)


@bp.get("/lencana/capaian/<achievement>")
@public
@verification_limit
def show_achievement(achievement: str) -> ResponseReturnValue:
    facts, government = _achievement(achievement)
    return _json(badges.achievement_page(achievement, facts, government))


@bp.get("/lencana/capaian/<achievement>/gambar.png")
@public
@verification_limit
def show_image(achievement: str) -> ResponseReturnValue:
    facts, _government = _achievement(achievement)
    response = make_response(badge_art.png(facts.lesson_hours))
    response.content_type = PNG
    return _kept(response)


@bp.get("/lencana/kunci/<name>")
@public
def show_key(name: str) -> ResponseReturnValue:
    key = badges.badge_key(name)
    if key is None:
        abort(404)
    return _json(openbadges.public_jwk(key.public_pem, badges.key_address(key.key_id)), "application/jwk+json")


@bp.get("/lencana/status/<name>")
@public
@verification_limit
def show_status_list(name: str) -> ResponseReturnValue:
    """Always fresh: a badge taken back a moment ago is told at once."""
    key = badges.badge_key(name)
    if key is None:
        abort(404)
    response = _text(badges.status_list(key))
    response.headers["Cache-Control"] = "no-cache"
    return response


def _achievement(achievement: str) -> tuple[CertificateFacts, Any]:
    found = badges.achievement_facts(achievement)
    if found is None:
        abort(404)
    return found


def _own_badge(certificate_id: int) -> tuple[CertificateBadge, CertificateFacts]:
    certificate = badges.own(visitor.employee_id or 0, certificate_id)
    badge = badges.of_certificate(certificate.id)
    if badge is None:
        abort(404)
    return badge, CertificateFacts.from_dict(certificate.facts)


def _context(certificate_id: int) -> dict[str, Any]:
    certificate = badges.own(visitor.employee_id or 0, certificate_id)
    facts = CertificateFacts.from_dict(certificate.facts)
    badge = badges.of_certificate(certificate.id)
    lapsed = certificate.expires_on is not None and certificate.expires_on < today(visitor.timezone)
    return {
        "certificate": certificate,
        "facts": facts,
        "badge": badge,
        "counts": certificate.status == CertificateStatus.VALID and not lapsed,
        "image": badges.image_address(badge.achievement) if badge else "",
        "words": badge_art.words(facts.lesson_hours),
        "labels": labels,
    }


def _changed(certificate_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="badge",
        say=say,
        back_to=url_for(".show_own", certificate_id=certificate_id),
        context=lambda: _context(certificate_id),
    )


def _name(facts: CertificateFacts) -> str:
    """A file name made of the title, in plain letters."""
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in facts.programme_title)
    return "lencana-" + ("-".join(plain.lower().split())[:60].rstrip("-") or "penata")


def _json(content: dict[str, Any], media_type: str = "application/ld+json") -> Response:
    response = make_response(content)
    response.content_type = media_type
    return _kept(response)


def _text(token: str) -> Response:
    response = make_response(token)
    response.content_type = openbadges.MEDIA_TYPE
    return response


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
