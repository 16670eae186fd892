from typing import cast

from flask import Blueprint, current_app, request

from app.access.guards import visitor
from app.accounts.devices import words_for
from app.accounts.passwords import Passwords
from app.accounts.services import Arrival, SignInPolicy
from app.web.limits import client_address, from_setting, limiter

bp = Blueprint("accounts", __name__)
search_limit = limiter.shared_limit(from_setting("SEARCH"), scope="search", key_func=lambda: str(visitor.user_id))
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


def passwords() -> Passwords:
    return cast("Passwords", current_app.extensions["penata_passwords"])


def policy() -> SignInPolicy:
    return cast("SignInPolicy", current_app.extensions["penata_sign_in_policy"])


def arrival() -> Arrival:
    """Where this request comes from."""
    return Arrival(client_address(), words_for(request.headers.get("User-Agent", "")))
