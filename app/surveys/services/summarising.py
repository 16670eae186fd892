"""Working out what a wave found, once nobody can be told apart any more."""

from collections.abc import Callable


def summarise(wave_id: int, progress: Callable[[int, int], None]) -> None:
    """Work out and keep everything that may be shown of a wave. It ends the same when run twice."""
