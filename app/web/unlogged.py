"""Routes that leave no line in the log: an anonymous form must not show who was there when (security N5)."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def unlogged(view: F) -> F:
    """For a view whose visits nobody may count; stands below the route's guard."""
    view.is_unlogged = True  # type: ignore[attr-defined]
    return view


def is_unlogged(view: Callable[..., Any] | None) -> bool:
    return bool(getattr(view, "is_unlogged", False))
