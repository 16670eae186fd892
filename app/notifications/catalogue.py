"""Every letter Penata writes, in one place. Houses above register theirs at import, as jobs are registered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.notifications.models import LetterGroup


class UnknownLetter(LookupError):
    """A letter was to be written that nobody registered."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter. ``parameters`` go into its Content-Type."""

    name: str
    media_type: str
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Addressee:
    """Whom a letter goes to, for a file that must name them."""

    name: str
    address: str


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter: ``templates/emails/<kind>/`` holds its words.

    ``when`` tells who gets it and when. ``say`` and ``sample`` are the facts of its sample. ``why_duty`` says
    why nobody may switch it off; empty, they may. ``attach`` makes the attachment from the letter's facts, the
    moment it was written and its recipient (nobody in a preview), always the same bytes; ``attached_facts`` are what it
    needs. The words of a ``is_confidential`` letter are shown to nobody but its recipient and forgotten once it is
    sent. A letter that ``tells_by_its_recipient`` stands in no list of mails: that somebody got it already says
    something about them.
    """

    kind: str
    group: LetterGroup
    title: str
    when: str
    say: str
    sample: Mapping[str, Any] = field(default_factory=dict)
    path: str = "/beranda"
    why_duty: str = ""
    is_confidential: bool = False
    tells_by_its_recipient: bool = False
    attach: Callable[[Mapping[str, Any], datetime, Addressee | None], Attachment | None] | None = None
    attached_facts: frozenset[str] = frozenset()

    @property
    def is_duty(self) -> bool:
        return bool(self.why_duty)


_kinds: dict[str, LetterKind] = {}


def register(*kinds: LetterKind) -> None:
    for one in kinds:
        if one.kind in _kinds:
            raise ValueError(f"the letter {one.kind} is registered twice")
        _kinds[one.kind] = one


def find(kind: str) -> LetterKind:
    """The kind of this name; raises UnknownLetter for one that nobody registered."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownLetter(f"no letter is registered as {kind}") from None


def every() -> list[LetterKind]:
    """All letters, in the order they were registered."""
    return list(_kinds.values())


def unlisted() -> list[str]:
    """The kinds that no list of mails shows."""
    return [one.kind for one in every() if one.tells_by_its_recipient]


def by_group() -> dict[LetterGroup, list[LetterKind]]:
    """All letters by what they are about; groups without any are left out."""
    found = {group: [one for one in every() if one.group == group] for group in LetterGroup}
    return {group: kinds for group, kinds in found.items() if kinds}


def choosable() -> dict[LetterGroup, list[LetterKind]]:
    """The letters that people may have in another way or not at all."""
    found = {group: [one for one in kinds if not one.is_duty] for group, kinds in by_group().items()}
    return {group: kinds for group, kinds in found.items() if kinds}
