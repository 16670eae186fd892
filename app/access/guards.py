"""Every route declares who may open it: ``@requires(permission)``, ``@signed_in`` or ``@public``."""

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import chain
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, request
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from app.access.permissions import Permission
from app.access.visitor import Actor, Visitor
from app.base.database import db

P = ParamSpec("P")
R = TypeVar("R")

PUBLIC = "public"
TRIES = 3
# Serialisation failure and deadlock, as PostgreSQL numbers them.
LOST_RACES = frozenset({"40001", "40P01"})
visitor = cast(Visitor, current_user)
# Whether somebody without a permission may still open one address of it: (visitor, endpoint, its numbers).
Besides = Callable[[Visitor, str, Mapping[str, Any]], bool]
_besides: dict[Permission, Besides] = {}


def actor() -> Actor:
    """The signed-in person as the audit trail names them."""
    return Actor.of(visitor)


def allows_besides(permission: Permission, test: Besides) -> None:
    """Let a house above open single things of a permission to people who do not hold it at large."""
    _besides[permission] = test


def _may_open(permission: Permission) -> bool:
    if permission in current_user.permissions:
        return True
    test = _besides.get(permission)
    return test is not None and test(visitor, request.endpoint or "", request.view_args or {})


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whoever holds the permission; 401 for strangers, 403 for the others."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not current_user.is_authenticated:
                abort(401)
            if not _may_open(permission):
                abort(403)
            return _once_more_after_a_lost_race(lambda: view(*args, **kwargs))

        guarded.guard = permission  # type: ignore[attr-defined]
        guarded.may_open = lambda: _may_open(permission)  # type: ignore[attr-defined]
        return guarded

    return guard


def _once_more_after_a_lost_race(answer: Callable[[], R]) -> R:
    """When two transactions wait for each other PostgreSQL ends one; that one simply begins again (security C2)."""
    for _try in range(TRIES - 1):
        try:
            return answer()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in LOST_RACES:
                raise
            db.session.rollback()
            for file in chain.from_iterable(request.files.listvalues()):
                file.stream.seek(0)  # it was read to its end
    return answer()


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Say aloud that anybody may open this."""
    view.guard = PUBLIC  # type: ignore[attr-defined]
    return view
