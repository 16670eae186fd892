"""Every route declares who may open it: ``@requires(permission)``, ``@signed_in`` or ``@public``."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import abort
from flask_login import current_user

from app.access.permissions import Permission
from app.access.visitor import Actor, Visitor

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = "public"
visitor = cast(Visitor, current_user)


def actor() -> Actor:
    """The signed-in person as the audit trail names them."""
    return Actor.of(visitor)


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whoever holds the permission; 401 for strangers, 403 for the others."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                abort(401)
            if permission not in current_user.permissions:
                abort(403)
            return view(*args, **kwargs)

        guarded.guard = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Say aloud that anybody may open this."""
    view.guard = PUBLIC  # type: ignore[attr-defined]
    return view
