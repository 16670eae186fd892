"""Counting what is verified: credits follow the caps of their forms over all of somebody's lines."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import lock
from app.competency import services as competency
from app.competency.models import DevelopmentForm, JpRule, LearningRecord, LearningStatus
from app.learning import rules
from app.learning.models import LearningClaim
from app.learning.queries import lines, settings
from app.learning.rules import UNIT_OF, Line
from app.learning.rules.versions import rule_day, version_on
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

    Each line is counted by the rule that was in force on its last day, within the year it counts for: an old year
    never changes by a new rule. A claim that followed the figures of another version follows those of this one.
    """
    lock(organisation.employee(employee_id))
    counted = _countable(lines.live(employee_id), by=by)
    credits_ = rules.credits_of(line for record, line, _year in counted if _is_credited(record))
    for record, line, year in counted:
        if line.key in credits_:
            _settle(record, line.form, credits_[line.key], year, by=by)
        else:
            record.rule_id = line.form.id
    lines_counted.send(None, employee_id=employee_id)


def _settle(record: LearningRecord, form: DevelopmentForm, credit_: rules.Credit, year: int, *, by: Actor) -> None:
    record.rule_id = form.id
    if (record.jp_credited, record.note, record.year) == (credit_.hours, credit_.note, year):
        return
    before = record.jp_credited
    record.jp_credited, record.note, record.year = credit_.hours, credit_.note, year
    if before != credit_.hours:
        audit.record("learning.line.recounted", record, by=by, before=str(before), hours=str(credit_.hours))


def preview(record: LearningRecord) -> rules.Credit | None:
    """What a waiting line would count for if it were verified now; None where its form is not known."""
    found = [one for one in lines.live(record.employee_id) if one[0].id == record.id or _is_credited(one[0])]
    return rules.credits_of(line for _record, line, _year in _countable(found)).get(record.id)


def _is_credited(record: LearningRecord) -> bool:
    return record.status == LearningStatus.CREDITED


def _countable(
    found: Iterable[tuple[LearningRecord, LearningClaim | None]], *, by: Actor | None = None
) -> list[tuple[LearningRecord, Line, int]]:
    """Lines with the rule of their form in force on their day, and the year they count for; what cannot be counted is
    left out. With ``by``, claims are converted on the way."""
    versions, counted = lines.all_forms(), []
    known = {one.id: one for several in versions.values() for one in several}
    years: dict[date, Mapping[str, int]] = {}
    for record, claim in found:
        in_force = years.get(record.ends_on) or years.setdefault(record.ends_on, settings.values(record.ends_on))
        year = rules.credit_year(record.starts_on, record.ends_on, of_start=bool(in_force["year_of_start"]))
        form = version_on(versions.get(record.form_code, ()), rule_day(record.ends_on, year))
        if form is None:
            continue
        if by is not None and claim is not None and record.rule_id is not None:
            _convert(record, claim, known[record.rule_id], form, by=by)
        is_international = claim is not None and claim.is_international
        line = Line(
            record.id, form, record.starts_on, record.ends_on, record.jp_claimed, is_international=is_international
        )
        counted.append((record, line, year))
    return counted


def _convert(
    record: LearningRecord, claim: LearningClaim, was: DevelopmentForm, form: DevelopmentForm, *, by: Actor
) -> None:
    """Let a claim follow the figures of another version; what an officer corrected, and what was claimed in another
    unit, stays as it is."""
    before = record.jp_claimed
    is_by_rule = before == rules.claimed_hours(was, claim.quantity, is_international=claim.is_international)
    if was.id == form.id or not is_by_rule or UNIT_OF[JpRule(was.jp_rule)] != UNIT_OF[JpRule(form.jp_rule)]:
        return
    record.jp_claimed = rules.claimed_hours(form, claim.quantity, is_international=claim.is_international)
    if record.jp_claimed != before:
        audit.record("learning.line.converted", record, by=by, before=str(before), hours=str(record.jp_claimed))
