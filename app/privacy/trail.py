"""The trail as it is asked for: the words of a form become filters, and lines become rows of a file."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.accounts import queries as accounts
from app.audit import labels, queries
from app.audit.queries import Filters
from app.base import wording
from app.base.errors import RuleBroken

LINES_AT_MOST = 100_000
AT_ONCE = 5000
ACCOUNTS_AT_MOST = 50
HEADINGS = ("Baris", "Waktu", "Akun", "Nama", "Kejadian", "Objek", "Nomor objek", "Isi", "Nomor permintaan")
NO_SUCH_ACTION = ("",)


class TooManyLines(RuleBroken):
    message = (
        f"Lebih dari {wording.number(LINES_AT_MOST)} baris cocok, terlalu banyak untuk satu berkas. "
        "Persempit tanggalnya, lalu unduh lagi."
    )


@dataclass(frozen=True)
class Asked:
    """What somebody typed into the filters, as far as it means something."""

    group: str = ""
    who: str = ""
    kind: str = ""
    number: int | None = None
    since: date | None = None
    until: date | None = None
    only_changes: bool = False

    @property
    def any(self) -> bool:
        return self != Asked()

    def to_args(self) -> dict[str, str]:
        """The same as fields of a form or an address."""
        told = {
            "bagian": self.group,
            "siapa": self.who,
            "objek": self.kind,
            "nomor": "" if self.number is None else str(self.number),
            "dari": self.since.isoformat() if self.since else "",
            "sampai": self.until.isoformat() if self.until else "",
            "perubahan": "1" if self.only_changes else "",
        }
        return {name: value for name, value in told.items() if value}


def filters(asked: Asked, *, chain: int, timezone: str) -> Filters:
    """What to look for in a chain; a name is turned into the accounts so named, fifty at most."""
    named = accounts.accounts_named(asked.who, chain, ACCOUNTS_AT_MOST) if asked.who else None
    return Filters(
        actions=_actions(asked),
        actor_ids=None if named is None else tuple(named),
        object_kind=asked.kind,
        object_id=asked.number,
        since=_midnight(asked.since, timezone),
        until=_midnight(asked.until + timedelta(days=1), timezone) if asked.until else None,
    )


def _actions(asked: Asked) -> tuple[str, ...]:
    if not asked.group and not asked.only_changes:
        return ()
    found = tuple(
        action
        for action in labels.ACTIONS
        if (not asked.group or action.startswith(f"{asked.group}."))
        and not (asked.only_changes and action in labels.NO_CHANGE)
    )
    return found or NO_SUCH_ACTION


def _midnight(day: date | None, timezone: str) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), ZoneInfo(timezone))


def actors(rows: Collection[Any]) -> dict[int, str]:
    """The names behind the accounts of a page, in one query."""
    numbers = {row.actor_id for row in rows if row.actor_id is not None}
    return accounts.names_of(numbers) if numbers else {}


def lines(chain: int, wanted: Filters, *, timezone: str) -> list[tuple[Any, ...]]:
    """Every line that fits, newest first. Raises TooManyLines rather than leaving some out in silence."""
    found: list[tuple[Any, ...]] = []
    for page in _pages(chain, wanted):
        names = actors(page)
        found += [_line(row, names, timezone) for row in page]
        if len(found) > LINES_AT_MOST:
            raise TooManyLines
    return found


def _pages(chain: int, wanted: Filters) -> Iterator[list[Any]]:
    before: int | None = None
    while page := queries.recent(chain, wanted, before=before, limit=AT_ONCE):
        yield page
        before = page[-1].position


def _line(row: Any, names: Mapping[int, str], timezone: str) -> tuple[Any, ...]:
    compared = [f"{field}: {before} → {after}" for field, before, after in labels.comparisons(row.details, row.action)]
    told = compared + [f"{name}: {value}" for name, value in labels.other_facts(row.details, row.action)]
    return (
        row.position,
        wording.local(row.at, timezone).isoformat(timespec="seconds"),
        row.actor_id,
        names.get(row.actor_id, "") if row.actor_id else "Penata",
        labels.ACTIONS.get(row.action, row.action),
        labels.OBJECTS.get(row.object_kind, row.object_kind),
        row.object_id,
        "; ".join(told),
        row.request_id,
    )
