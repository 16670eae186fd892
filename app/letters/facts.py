"""What a letter says, frozen when it is issued."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from app.letters.models import Paper


@dataclass(frozen=True)
class Head:
    """The head of a sheet. ``emblem_file_id`` is a picture in the store, of which ``emblem`` is the hash."""

    government_name: str
    unit_name: str
    address: str
    contacts: str
    city: str
    emblem_file_id: int | None = None
    emblem: str = ""


@dataclass(frozen=True)
class Signer:
    """The block under a letter; ``on_behalf_of`` is printed after "a.n."."""

    title: str
    name: str
    nip: str
    on_behalf_of: str = ""


@dataclass(frozen=True)
class Annex:
    """A table on a sheet of its own behind the letter, under the same head; a ``wide`` one lies across."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: bool = False


@dataclass(frozen=True)
class Draft:
    """A letter to be written: its kind, on whose letterhead, and what fills it.

    ``values`` fill the placeholders of its text, ``rows`` are the table between opening and closing. Without
    ``copies`` those get one whom the words of its kind name. The same ``source_key`` is issued once. ``code`` is an
    address printed as a QR code, with ``code_note`` beside it.
    """

    kind: str
    unit_id: int
    source_key: str
    addressee: tuple[str, ...]
    values: Mapping[str, str]
    rows: tuple[tuple[str, str], ...] = ()
    annexes: tuple[Annex, ...] = ()
    attachments: str = ""
    copies: tuple[str, ...] | None = None
    paper: Paper | None = None
    code: str = ""
    code_note: str = ""


@dataclass(frozen=True)
class LetterFacts:
    """Everything that is printed, and nothing else."""

    head: Head
    paper: Paper
    number: str
    issued_on: date
    nature: str
    attachments: str
    subject: str
    addressee: tuple[str, ...]
    opening: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    signer: Signer
    copies: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = field(default=())
    code: str = ""
    code_note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str, ensure_ascii=False))
        return plain

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "LetterFacts":
        values = dict(kept)
        for name in ("addressee", "opening", "closing", "copies"):
            values[name] = tuple(kept[name])
        return cls(
            **values
            | {
                "head": Head(**kept["head"]),
                "signer": Signer(**kept["signer"]),
                "paper": Paper(kept["paper"]),
                "issued_on": date.fromisoformat(kept["issued_on"]),
                "rows": tuple((term, value) for term, value in kept["rows"]),
                "annexes": tuple(
                    Annex(
                        one["title"],
                        tuple(one["headings"]),
                        tuple(tuple(row) for row in one["rows"]),
                        wide=one.get("wide", False),
                    )
                    for one in kept["annexes"]
                ),
            }
        )


@dataclass(frozen=True)
class LetterheadFacts:
    """What the form of a letterhead holds."""

    government_name: str
    unit_name: str
    address: str
    phone: str
    email: str
    web: str
    city: str
    signatory_position_id: int | None
    on_behalf_of: str
    paper: Paper


@dataclass(frozen=True)
class SeriesFacts:
    """How the unit numbers its letters."""

    pattern: str
    unit_code: str
    classification: str
