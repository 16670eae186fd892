"""New versions of how lesson hours count: entered from a day of this year on, taken back while nothing was counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import RuleBroken, WrongField
from app.base.wording import number, plain_date
from app.competency.models import DevelopmentForm, LearningTarget
from app.competency.rules.versions import ensure_may_be_withdrawn
from app.jobs import services as jobs
from app.learning.queries import lines
from app.learning.queries import versions as queries
from app.learning.rules import credits_of
from app.learning.rules import versions as rules
from app.learning.rules.versions import Conversion
from app.learning.services.counting import countable, recount
from app.learning.signals import rule_changed
from app.organisation import queries as organisation

KIND = "learning.rule"
AT_ONCE, PEOPLE_AT_ONCE = 100, 500


class CountsAnew(RuleBroken):
    """Lines that count already would be counted anew; whoever enters the version may say that this is meant."""

    heading = "Baris yang sudah tercatat dihitung ulang"
    status = 422


@dataclass(frozen=True)
class Foreseen:
    """What a version would do to people's hours of this year: how many lines are counted anew, and how many people
    have more, less, and as much as before."""

    lines: int
    rising: int
    falling: int
    same: int


@dataclass(frozen=True)
class Target:
    """What a kind of employee should reach, or may count at most, in a year."""

    hours: Decimal
    is_ceiling: bool


def enter_form(
    code: str, typed: Conversion, *, valid_from: date, source: str, is_sure: bool, today: date, by: Actor
) -> DevelopmentForm:
    """A version of how one form counts. Raises WrongField, and CountsAnew unless ``is_sure``."""
    lock(organisation.government(scope.current()))
    rules.ensure_usable(typed)
    rules.ensure_starts(valid_from, last=queries.last_own_form(code), today=today)
    one = _version(code, typed, valid_from=valid_from, source=source)
    touched = queries.lines_from(code, valid_from)
    if touched and not is_sure:
        raise CountsAnew(
            f"{number(touched)} baris yang selesai sejak {plain_date(valid_from)} dihitung ulang, dan versi yang sudah "
            "dipakai menghitung tidak bisa dibatalkan. Kalau memang begitu, centang «Hitung ulang» lalu simpan lagi."
        )
    db.session.add(one)
    db.session.flush()
    audit.record("learning.rule.entered", one, by=by, form=code, on=valid_from.isoformat())
    _count_anew(code, valid_from, by=by)
    return one


def _version(code: str, typed: Conversion, *, valid_from: date, source: str) -> DevelopmentForm:
    before = rules.version_on(lines.all_forms()[code], valid_from)
    if before is None:
        raise WrongField("valid_from", "Belum ada aturan yang berlaku pada hari itu.")
    return DevelopmentForm(
        government_id=scope.current(),
        code=code,
        name=before.name,
        mode=before.mode,
        siasn_type=before.siasn_type,
        jp_rule=typed.jp_rule,
        jp_per_unit=typed.stored_per_unit,
        jp_per_unit_international=typed.international,
        international_bonus_pct=typed.bonus or Decimal(0),
        cap_value=typed.cap,
        cap_period=rules.PERIOD_OF_CAP.get(typed.jp_rule, "") if typed.cap else "",
        valid_from=valid_from,
        source=source,
    )


def foresee(code: str, typed: Conversion, *, valid_from: date, today: date) -> Foreseen:
    """What the worker would make of everybody's lines if this version were entered; nothing is written.

    Caps of a form bound its own lines only, so the other lines of these people stay out of it.
    """
    versions = lines.all_forms()
    versions[code].append(_version(code, typed, valid_from=valid_from, source=""))
    changes: dict[int, Decimal] = {}
    after = 0
    while people := queries.people_from(code, valid_from, after=after, limit=PEOPLE_AT_ONCE):
        changes |= dict.fromkeys(people, Decimal(0))
        for employee_id, rows in groupby(queries.credited(code, people), key=attrgetter("employee_id")):
            changes[employee_id] = _change([*rows], versions, today.year)
        after = people[-1]
    rising, falling = (sum(sign * one > 0 for one in changes.values()) for sign in (1, -1))
    return Foreseen(queries.lines_from(code, valid_from), rising, falling, len(changes) - rising - falling)


def _change(rows: Sequence[Any], versions: Mapping[str, Sequence[DevelopmentForm]], year: int) -> Decimal:
    """How many JP more or less somebody has in a year once these lines of one form are counted by these versions."""
    counted = countable(((one, one if one.quantity is not None else None) for one in rows), versions)
    credits_ = credits_of(one.line for one in counted)
    after = sum((credits_[one.line.key].hours for one in counted if one.year == year), Decimal(0))
    return after - sum((one.record.jp_credited for one in counted if one.record.year == year), Decimal(0))


def withdraw_form(form_id: int, *, today: date, by: Actor) -> None:
    """Take back a version that was entered by mistake, before it counted: the one before goes on. Raises BadVersion."""
    one = lock(queries.own_form(form_id))
    ensure_may_be_withdrawn(one.valid_from, is_used=bool(queries.used([form_id])), today=today)
    audit.record("learning.rule.withdrawn", one, by=by, form=one.code, on=one.valid_from.isoformat())
    code, valid_from = one.code, one.valid_from
    db.session.delete(one)
    db.session.flush()
    _count_anew(code, valid_from, by=by)


def enter_target(kind: str, target: Target, *, valid_from: date, source: str, today: date, by: Actor) -> LearningTarget:
    """A version of the target of one kind of employee; it counts for every year that ends after it begins."""
    lock(organisation.government(scope.current()))
    rules.ensure_target(target.hours)
    rules.ensure_starts(valid_from, last=queries.last_own_target(kind), today=today)
    one = LearningTarget(
        government_id=scope.current(),
        employee_kind=kind,
        lesson_hours=target.hours,
        is_ceiling=target.is_ceiling,
        valid_from=valid_from,
        source=source,
    )
    db.session.add(one)
    db.session.flush()
    hours, on = str(target.hours), valid_from.isoformat()
    audit.record("learning.target.entered", one, by=by, kind=kind, hours=hours, on=on)
    return one


def withdraw_target(target_id: int, *, today: date, by: Actor) -> None:
    """As ``withdraw_form``; nothing is kept with a target, a day on which it held is enough. Raises BadVersion."""
    one = lock(queries.own_target(target_id))
    ensure_may_be_withdrawn(one.valid_from, is_used=False, today=today)
    audit.record("learning.target.withdrawn", one, by=by, kind=one.employee_kind, on=one.valid_from.isoformat())
    db.session.delete(one)


def _count_anew(code: str, valid_from: date, *, by: Actor) -> None:
    args = {"code": code, "from": valid_from.isoformat(), "by": asdict(by)}
    jobs.enqueue(KIND, args, by=by, government_id=scope.current())


def run(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """What the worker does after a version came or went: lines from its day on, person by person, then whatever the
    houses above hold by the form's rule. Run twice, the second time finds everything as it should be."""
    by, code, valid_from = Actor(**args["by"]), args["code"], date.fromisoformat(args["from"])
    total, done, after = queries.lines_from(code, valid_from), 0, 0
    while people := queries.people_from(code, valid_from, after=after, limit=AT_ONCE):
        for employee_id in people:
            recount(employee_id, by=by)
        done, after = done + len(people), people[-1]
        progress(min(done, total), total)
    rule_changed.send(None, code=code, valid_from=valid_from, by=by)
    progress(total, total)
    return f"JP {done} pegawai dihitung menurut versi ini."
