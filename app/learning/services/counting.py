"""Counting what is verified: credits follow the caps of their forms over all of somebody's lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import lock
from app.competency import services as competency
from app.competency.models import DevelopmentForm, LearningRecord
from app.learning import rules
from app.learning.queries import lines, settings
from app.learning.rules import Line
from app.learning.signals import lines_counted
from app.organisation import queries as organisation


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


def recount(employee_id: int, *, by: Actor) -> None:
    """Bring credits, their reasons and their years up to date. Locks the person, so two changes count one by one.

    Each line is counted by the rule that was in force on its last day, so an old year never changes by a new rule.
    """
    lock(organisation.employee(employee_id))
    counted = _countable(lines.credited(employee_id))
    credits_ = rules.credits_of(line for _record, line in counted)
    years: dict[date, Mapping[str, int]] = {}
    for record, line in counted:
        in_force = years.setdefault(record.ends_on, settings.values(record.ends_on))
        year = rules.credit_year(record.starts_on, record.ends_on, of_start=bool(in_force["year_of_start"]))
        _settle(record, line.form, credits_[line.key], year, by=by)
    lines_counted.send(None, employee_id=employee_id)


def _in_force(versions: Sequence[DevelopmentForm], day: date) -> DevelopmentForm | None:
    return next((one for one in reversed(versions) if one.valid_from <= day), versions[0] if versions else None)


def _settle(record: LearningRecord, form: DevelopmentForm, credit_: rules.Credit, year: int, *, by: Actor) -> None:
    record.rule_id = form.id
    if (record.jp_credited, record.note, record.year) == (credit_.hours, credit_.note, year):
        return
    before = record.jp_credited
    record.jp_credited, record.note, record.year = credit_.hours, credit_.note, year
    if before != credit_.hours:
        audit.record("learning.line.recounted", record, by=by, before=str(before), hours=str(credit_.hours))


def preview(record: LearningRecord, *, is_international: bool) -> rules.Credit | None:
    """What a waiting line would count for if it were verified now; None where its form is not known."""
    counted = _countable([*lines.credited(record.employee_id), (record, is_international)])
    return rules.credits_of(line for _record, line in counted).get(record.id)


def _countable(records: Iterable[tuple[LearningRecord, bool]]) -> list[tuple[LearningRecord, Line]]:
    """Lines with the rule of their form in force on their last day."""
    versions, found = lines.all_forms(), []
    for one, is_international in records:
        form = _in_force(versions.get(one.form_code, ()), one.ends_on)
        if form is not None:
            line = Line(one.id, form, one.starts_on, one.ends_on, one.jp_claimed, is_international=is_international)
            found.append((one, line))
    return found
