"""What a certificate says, frozen at the moment it is issued."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class SubjectFacts:
    title: str
    competency: str
    lesson_hours: Decimal


@dataclass(frozen=True)
class CertificateFacts:
    """Everything that is printed, and nothing else.

    The row of a certificate keeps these as JSON, so a paper can be compared years later with what it
    said on its first day, whatever has happened to the people and the programme since.
    """

    government_name: str
    organiser_name: str
    number: str
    holder_name: str
    holder_nip: str
    holder_position: str
    holder_unit: str
    programme_title: str
    batch_number: int
    year: int
    starts_on: date
    ends_on: date
    city: str
    place: str
    lesson_hours: Decimal
    score: Decimal | None
    result: str
    subjects: tuple[SubjectFacts, ...]
    issued_on: date
    signatory_heading: str
    signatory_position: str
    signatory_name: str
    signatory_nip: str
    code: str
    verification_url: str
    verification_host_path: str
    signed: bool = False
    # How it is signed: with a key of the installation, of a demo, or by the service of BSrE; and the key's name.
    signing: str = ""
    signing_key: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: dates as ISO text, decimals as written."""
        plain: dict[str, Any] = json.loads(self.to_json())
        return plain

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "CertificateFacts":
        return cls.from_dict(json.loads(text))

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "CertificateFacts":
        values = dict(kept)
        values["subjects"] = tuple(_subject(one) for one in kept["subjects"])
        values["lesson_hours"] = Decimal(kept["lesson_hours"])
        values["score"] = None if kept["score"] is None else Decimal(kept["score"])
        for name in _DATES:
            values[name] = date.fromisoformat(kept[name])
        return cls(**values)


_DATES = tuple(field.name for field in fields(CertificateFacts) if field.type is date)


def _subject(kept: Mapping[str, Any]) -> SubjectFacts:
    return SubjectFacts(kept["title"], kept["competency"], Decimal(kept["lesson_hours"]))
