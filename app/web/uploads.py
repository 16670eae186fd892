"""Larger bodies for the few routes that take files, and only for people who may use them (security R4, U3)."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

P = ParamSpec("P")
R = TypeVar("R")
# What surrounds the file in the body: field names, the token, boundaries.
AROUND = 64 * 1024


def takes_files(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a route take a file of so many bytes; stands below the route's guard."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.takes_files = most  # type: ignore[attr-defined]
        return view

    return mark


def install(app: Flask) -> None:
    """Before anything reads the body. A stranger's is refused at the ordinary size."""
    app.before_request(_allow)


def _allow() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, "takes_files", 0)
    if most and current_user.is_authenticated and getattr(view, "guard", "") in current_user.permissions:
        request.max_content_length = most + AROUND
