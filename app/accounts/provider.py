"""Signing in through a government's own identity provider (OpenID Connect): discovery, PKCE, state, nonce.

Authlib speaks the protocol; here stands what Penata demands of an answer, and how an answer names somebody. The
provider is asked only when somebody signs in, so Penata starts and serves while it is down.
"""

from dataclasses import dataclass
from typing import Any

import requests
import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError

from app.base.errors import RuleBroken

log = structlog.get_logger()
TIMEOUT_SECONDS = 10
LEEWAY_SECONDS = 30
# A provider whose list names others is not followed: none signs nothing, and HS would sign with a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "issuer")
_NAME = "oidc"


class ProviderDown(RuleBroken):
    message = (
        "Layanan masuk instansi sedang tidak bisa dihubungi. Coba lagi sebentar, atau masuk dengan kata sandi Penata."
    )
    heading = "Layanan masuk belum menjawab"
    status = 503


class BadAnswer(RuleBroken):
    message = "Jawaban dari layanan masuk instansi tidak bisa kami percaya. Mulai lagi dari halaman masuk."
    heading = "Belum bisa masuk"
    status = 422


@dataclass(frozen=True)
class Identity:
    """Who somebody is by the word of the provider: a NIP, a verified e-mail, and whether a second factor was passed."""

    nip: str
    email: str
    second_factor: bool


def install(app: Flask) -> None:
    """Register the provider where the settings name one. Nothing is fetched yet."""
    settings = app.config
    oauth = OAuth(app)
    app.extensions["penata_oauth"] = oauth
    if not settings["OIDC_ISSUER"]:
        return
    issuer = settings["OIDC_ISSUER"].rstrip("/")
    oauth.register(
        _NAME,
        client_id=settings["OIDC_CLIENT_ID"],
        client_secret=settings["OIDC_CLIENT_SECRET"] or None,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
        },
    )


def is_configured() -> bool:
    return bool(current_app.config["OIDC_ISSUER"])


def begin(return_to: str) -> ResponseReturnValue:
    """Send the browser to the provider; state, nonce and verifier wait in the browser's signed cookie."""
    try:
        _metadata()
        answer: ResponseReturnValue = _client().authorize_redirect(return_to)
    except (requests.RequestException, ValueError, KeyError) as error:
        log.warning("provider down", error=type(error).__name__)
        raise ProviderDown from error
    return answer


def finish() -> Identity:
    """What the provider's answer says, once everything about it holds. Raises BadAnswer and ProviderDown."""
    try:
        metadata = _metadata()
        token = _client().authorize_access_token(claims_options=_demands(metadata["issuer"]), leeway=LEEWAY_SECONDS)
        claims = token.get("userinfo")
        if not claims:
            raise BadAnswer
        return _identity(claims, _more(token, claims))
    except requests.RequestException as error:
        log.warning("provider down", error=type(error).__name__)
        raise ProviderDown from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        log.warning("provider answered badly", error=type(error).__name__)
        raise BadAnswer from error


def _client() -> Any:
    return current_app.extensions["penata_oauth"].create_client(_NAME)


def _metadata() -> Any:
    """The provider's description of itself, fetched once; it must be the one we asked for."""
    metadata = _client().load_server_metadata()
    if any(not isinstance(metadata.get(name), str) for name in _ENDPOINTS):
        raise ValueError("the provider's metadata is incomplete")
    if metadata["issuer"].rstrip("/") != current_app.config["OIDC_ISSUER"].rstrip("/"):
        raise ValueError("the provider calls itself otherwise")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in ALGORITHMS] or ["RS256"]
    return metadata


def _demands(issuer: str) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": current_app.config["OIDC_CLIENT_ID"]},
        "nonce": {"essential": True},
        "exp": {"essential": True},
    }


def _more(token: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """What the provider tells of the same person beside the token, where the token names neither NIP nor e-mail."""
    if claims.get(current_app.config["OIDC_NIP_CLAIM"]) or claims.get("email"):
        return {}
    if not _client().server_metadata.get("userinfo_endpoint"):
        return {}
    more = dict(_client().userinfo(token=token))
    if more.get("sub") != claims.get("sub"):
        raise BadAnswer
    return more


def _identity(claims: dict[str, Any], more: dict[str, Any]) -> Identity:
    said = {**more, **claims}
    email = said.get("email") if said.get("email_verified") is True else ""
    strong = {one for one in current_app.config["OIDC_SECOND_FACTOR"].split(",") if one}
    methods = claims.get("amr") or []
    passed = {*(methods if isinstance(methods, list) else []), claims.get("acr")}
    return Identity(
        nip=str(said.get(current_app.config["OIDC_NIP_CLAIM"]) or "")[:40],
        email=email if isinstance(email, str) else "",
        second_factor=bool(strong & passed),
    )
