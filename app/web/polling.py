"""Fragments that keep themselves fresh: nobody asked for them, so they keep no session awake and lead nowhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import g

P = ParamSpec("P")
R = TypeVar("R")


def quiet(view: Callable[P, R]) -> Callable[P, R]:
    """For a view that a page asks by itself: it does not count as a sign of life of its visitor, and once they
    are signed out it answers 401 with nothing, so the fragment is gone and no page is left behind."""

    @wraps(view)
    def unnoticed(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return view(*args, **kwargs)
        finally:
            g.note_seen = False  # after the visitor was found, which notes that they are there

    unnoticed.is_quiet = True  # type: ignore[attr-defined]
    return unnoticed


def is_quiet(view: Callable[..., Any] | None) -> bool:
    return bool(getattr(view, "is_quiet", False))
