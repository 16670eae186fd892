"""What minutes and the signed record of a round say."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from app.letters.facts import Head
from app.letters.models import Paper

# A longer list of those who came would bury what was agreed: it is an annex in a file of its own (decision 0092).
NAMES_IN_RECORD = 500


@dataclass(frozen=True)
class Point:
    """A point of the minutes. ``owner`` is a name, or the NIP of an employee."""

    title: str
    speaker: str = ""
    gist: str = ""
    decision: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class MinutesFacts:
    taken_by: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class FollowUp:
    """What is to be done, by whom, until when (an ISO day, or empty)."""

    what: str
    owner: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class Signs:
    """Somebody who signs. ``group`` is whom a representative speaks for."""

    name: str
    title: str
    group: str = ""


@dataclass(frozen=True)
class RecordContent:
    """The record as it is typed; ``agenda`` and ``points`` hold an item each."""

    basis: str = ""
    chair: Signs = field(default_factory=lambda: Signs("", ""))
    secretary: Signs = field(default_factory=lambda: Signs("", ""))
    agenda: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    dissent: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
    representatives: tuple[Signs, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return _plain(asdict(self))

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "RecordContent":
        return cls(
            **dict(kept)
            | {
                "chair": Signs(**kept["chair"]),
                "secretary": Signs(**kept["secretary"]),
                "agenda": tuple(kept["agenda"]),
                "points": tuple(kept["points"]),
                "follow_ups": tuple(FollowUp(**one) for one in kept["follow_ups"]),
                "representatives": tuple(Signs(**one) for one in kept["representatives"]),
            }
        )


@dataclass(frozen=True)
class RecordFacts:
    """Everything the sheets of an issued record say.

    ``participants`` are (group, how many people), ``present`` (name, NIP, unit) of everybody who came.
    """

    head: Head
    paper: Paper
    number: str
    issued_on: date
    title: str
    opening: str
    place: str
    participants: tuple[tuple[str, int], ...]
    present: tuple[tuple[str, str, str], ...]
    content: RecordContent

    @property
    def people(self) -> int:
        return sum(count for _group, count in self.participants)

    @property
    def has_list_beside(self) -> bool:
        return len(self.present) > NAMES_IN_RECORD

    def to_dict(self) -> dict[str, Any]:
        return _plain(asdict(self))

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "RecordFacts":
        return cls(
            **dict(kept)
            | {
                "head": Head(**kept["head"]),
                "paper": Paper(kept["paper"]),
                "issued_on": date.fromisoformat(kept["issued_on"]),
                "participants": tuple((group, count) for group, count in kept["participants"]),
                "present": tuple((name, nip, unit) for name, nip, unit in kept["present"]),
                "content": RecordContent.from_dict(kept["content"]),
            }
        )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str, ensure_ascii=False))
    return plain
