"""The check of a QR code's signed facts: with the database where it knows the code, without it where not."""

from flask import Blueprint, make_response
from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.base.clock import today
from app.certificates import code_keys, labels, offline, payload, queries
from app.certificates.payload import Checked, Proof
from app.certificates.rules import display_code, normalise_code
from app.web.answers import show
from app.web.dates import DEFAULT_ZONE
from app.web.limits import from_setting, limiter

bp = Blueprint("signed", __name__)
verification_limit = limiter.shared_limit(from_setting("VERIFICATION"), scope="verification")
STATUSES = {Proof.GENUINE: 200, Proof.UNKNOWN_KEY: 404, Proof.TAMPERED: 422, Proof.UNREADABLE: 422}


@bp.get("/v/<code>/<written>")
@bp.get("/V/<code>/<written>")
@public
@verification_limit
def show_signed(code: str, written: str) -> ResponseReturnValue:
    """The status of the database wins; what the signature proves stands beside it, or alone."""
    normal = normalise_code(code)
    checked = _check(normal, written)
    found = queries.by_code(normal, today(DEFAULT_ZONE)) if normal else None
    if found is not None and checked.proof is Proof.GENUINE:
        return show("certificates/signed_known.html", found=found, labels=labels, tones=labels.TONES)
    return show(
        "certificates/signed_check.html",
        http_status=STATUSES[checked.proof],
        proof=checked.proof,
        code=display_code(normal) if normal else "",
        found=found,
        known_as=labels.STATUSES[found.status] if found else "",
        facts=offline.facts(checked.printed) if checked.printed else [],
        key_id=checked.key_id,
    )


@bp.get("/sertifikat/kunci-publik.json")
@public
def show_public_keys() -> ResponseReturnValue:
    """Every public key as a JSON Web Key Set, for checking codes without us."""
    response = make_response(offline.key_set(code_keys.published(), code_keys.raw))
    response.content_type = "application/jwk-set+json"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _check(code: str | None, written: str) -> Checked:
    if code is None:
        return Checked(Proof.UNREADABLE)
    key_id = payload.signer_of(written)
    public_key = code_keys.public_key(key_id) if key_id else None
    return payload.read(written, code, {key_id: public_key} if public_key else {})
