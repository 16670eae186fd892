"""Counting what is verified: credits follow the caps of their forms over all of somebody's lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import lock
from app.competency import services as competency
from app.competency.models import DevelopmentForm, LearningRecord, LearningStatus
from app.learning import rules
from app.learning.queries import lines, settings
from app.learning.rules import Line
from app.learning.rules.versions import converted, rule_day, version_on
from app.learning.services import following
from app.learning.services.following import Followed
from app.learning.signals import lines_counted
from app.organisation import queries as organisation


@dataclass(frozen=True)
class Counted:
    """A line as the rules of now count it, the version it was counted by before, and the year it counts for."""

    record: Any
    line: Line
    was: DevelopmentForm | None
    year: int


def credit(
    employee_id: int,
    *,
    source_key: str,
    form_code: str,
    title: str,
    organiser: str,
    starts_on: date,
    ends_on: date,
    hours: Decimal,
    by: Actor,
) -> None:
    """Add a verified line, once per ``source_key``, and count the person's lines anew."""
    competency.credit_hours(
        employee_id,
        source_key=source_key,
        form_code=form_code,
        title=title,
        organiser=organiser,
        starts_on=starts_on,
        ends_on=ends_on,
        hours=hours,
        by=by,
    )
    recount(employee_id, by=by)


def withdraw(employee_id: int, *, source_key: str, reason: str, by: Actor) -> None:
    """Take back what a source credited, and count the person's other lines anew: a cap may have room again."""
    lock(organisation.employee(employee_id))
    competency.withdraw_hours(source_key, reason, by=by)
    recount(employee_id, by=by)


def recount(employee_id: int, *, by: Actor, decided: int = 0) -> None:
    """Bring credits, their reasons and their years up to date. Locks the person, so two changes count one by one.

    Each line is counted by the rule that was in force on its last day, within the year it counts for: an old year
    never changes by a new rule. A claim that followed the figures of another version follows those of this one.
    Whoever has other hours this year because of that is told; not of the line that was just ``decided``, of which
    they hear anyway.
    """
    employee = lock(organisation.employee(employee_id))
    found = lines.live(employee_id)
    counted = countable(found, lines.all_forms())
    credits_ = rules.credits_of(one.line for one in counted if _is_credited(one.record))
    followed = []
    for one in counted:
        record, form, before = one.record, one.line.form, one.record.jp_credited
        record.rule_id = form.id
        _convert(record, one.line.hours, by=by)
        if record.id in credits_:
            _settle(record, credits_[record.id], one.year, by=by)
        if one.was is not None and one.was.id != form.id and record.id != decided:
            followed.append(Followed(form, record.year, record.jp_credited - before))
    following.tell(employee, followed, [record for record, _claim in found if _is_credited(record)])
    lines_counted.send(None, employee_id=employee_id)


def _convert(record: LearningRecord, hours: Decimal, *, by: Actor) -> None:
    before = record.jp_claimed
    if hours != before:
        record.jp_claimed = hours
        audit.record("learning.line.converted", record, by=by, before=str(before), hours=str(hours))


def _settle(record: LearningRecord, credit_: rules.Credit, year: int, *, by: Actor) -> None:
    if (record.jp_credited, record.note, record.year) == (credit_.hours, credit_.note, year):
        return
    before = record.jp_credited
    record.jp_credited, record.note, record.year = credit_.hours, credit_.note, year
    if before != credit_.hours:
        audit.record("learning.line.recounted", record, by=by, before=str(before), hours=str(credit_.hours))


def preview(record: LearningRecord) -> rules.Credit | None:
    """What a waiting line would count for if it were verified now; None where its form is not known."""
    found = [one for one in lines.live(record.employee_id) if one[0].id == record.id or _is_credited(one[0])]
    return rules.credits_of(one.line for one in countable(found, lines.all_forms())).get(record.id)


def _is_credited(record: LearningRecord) -> bool:
    return record.status == LearningStatus.CREDITED


def countable(found: Iterable[tuple[Any, Any]], versions: Mapping[str, Sequence[DevelopmentForm]]) -> list[Counted]:
    """Lines, each with the claim it came by or None, as the version of their form in force on their day counts them;
    what cannot be counted is left out."""
    known = {one.id: one for several in versions.values() for one in several}
    years: dict[date, Mapping[str, int]] = {}
    counted = []
    for record, claim in found:
        year = _year(record, years)
        form = version_on(versions.get(record.form_code, ()), rule_day(record.ends_on, year))
        if form is None:
            continue
        was, hours = known.get(record.rule_id), record.jp_claimed
        is_international = claim is not None and claim.is_international
        if was is not None and claim is not None:
            hours = converted(was, form, hours, claim.quantity, is_international=is_international)
        line = Line(record.id, form, record.starts_on, record.ends_on, hours, is_international=is_international)
        counted.append(Counted(record, line, was, year))
    return counted


def _year(record: Any, years: dict[date, Mapping[str, int]]) -> int:
    """Only a line that crosses New Year asks the setting of its day."""
    if record.starts_on.year == record.ends_on.year:
        return int(record.ends_on.year)
    in_force = years.get(record.ends_on) or years.setdefault(record.ends_on, settings.values(record.ends_on))
    return rules.credit_year(record.starts_on, record.ends_on, of_start=bool(in_force["year_of_start"]))
