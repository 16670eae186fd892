"""Every kind of letter on paper, with the words it comes with. Houses above register theirs at import."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class UnknownText(LookupError):
    """A letter was to be written that nobody registered."""


@dataclass(frozen=True)
class TextKind:
    """One kind of letter. No official form is known for these, so the words are defaults a government may change.

    ``sample`` names every placeholder its words may hold, each with an invented value for the preview.
    """

    kind: str
    title: str
    when: str
    subject: str
    opening: str
    closing: str
    sample: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[str, str], ...] = ()
    addressee: tuple[str, ...] = ()
    copies: str = ""


_kinds: dict[str, TextKind] = {}


def register(*kinds: TextKind) -> None:
    for one in kinds:
        if one.kind in _kinds:
            raise ValueError(f"the letter {one.kind} is registered twice")
        _kinds[one.kind] = one


def find(kind: str) -> TextKind:
    """The kind of this name; raises UnknownText for one that nobody registered."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownText(f"no letter is registered as {kind}") from None


def every() -> list[TextKind]:
    return list(_kinds.values())
