"""What a copy says about itself: its last member, so that a copy without it is a broken one."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.backup.errors import CopyTrouble

NAME = "manifest.json"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
KEYS = "keys.json"
FILES = "files/"
VERSION = 1


@dataclass(frozen=True)
class Member:
    """One member of the archive besides the manifest."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """``rows`` counts every table in the very snapshot that was copied; ``missing`` names files the store had lost.

    ``keys`` tells by fingerprints which keys the copy needs; the keys themselves are in it only when that was asked.
    """

    made_at: str
    database: str
    revision: str
    rows: Mapping[str, int]
    members: list[Member]
    keys: Mapping[str, str]
    has_keys: bool = False
    words: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    version: int = VERSION

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=2, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        try:
            told: dict[str, Any] = json.loads(content)
            members = [Member(**one) for one in told.pop("members")]
            found = cls(members=members, **told)
        except (ValueError, TypeError, KeyError) as error:
            raise CopyTrouble("manifes cadangan ini tidak bisa dibaca") from error
        if found.version != VERSION or found.database not in DATABASE:
            raise CopyTrouble(f"cadangan ini ditulis dengan bentuk lain (versi {found.version})")
        return found

    @property
    def files(self) -> list[Member]:
        return [one for one in self.members if one.name.startswith(FILES)]
