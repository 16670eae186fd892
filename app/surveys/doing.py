"""What is done about what a survey found: houses above say it here, so that everybody asked can read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.surveys.models import SurveyWave


@dataclass(frozen=True)
class Deed:
    """Something done or promised because of a wave: who by their office or name, until when, and how far it is.

    ``status`` is in words, ``tone`` that of its badge. ``href`` leads whoever may open it to more; ``is_open`` is
    whether everybody asked may read of it, and not only those who read results.
    """

    title: str
    owner: str = ""
    due: date | None = None
    status: str = ""
    tone: str = ""
    href: str = ""
    is_open: bool = True


Source = Callable[[SurveyWave], Sequence[Deed]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """``source`` tells what is done about a wave, in its order; nothing is an empty list."""
    if source not in _sources:
        _sources.append(source)


def of(wave: SurveyWave, *, for_everybody: bool = False) -> list[Deed]:
    found = [deed for source in _sources for deed in source(wave)]
    return [deed for deed in found if deed.is_open or not for_everybody]
