"""Opening a wave: its population is frozen, groups are made, and everybody gets a form that only they can open."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.jobs import services as jobs
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.surveys.models import SurveyGroup, SurveyParticipation, SurveyWave, WaveStatus
from app.surveys.queries import items
from app.surveys.queries import waves as queries
from app.surveys.rules import groups, tokens
from app.surveys.rules import waves as rules
from app.surveys.services.telling import INVITE

AT_ONCE = 500


def open_(wave: SurveyWave, *, by: Actor) -> None:
    """From here on mode, population, groups and instruments stay as they are.

    Locks the wave, so two presses open it once. Raises NotNow and TooFew with what is missing.
    """
    wave, at = lock(wave), now()
    day = wording.local(at, organisation.government(wave.government_id).timezone).date()
    people = list(db.session.execute(queries.population(wave.id, day).order_by(Employee.id)).all())
    paths = {row.employee_id: row.unit_path or groups.WHOLE for row in people}
    rules.ensure_may_open(wave, people=len(paths), items=len(items.items_of_wave(wave.id)), at=at)
    wave.status, wave.opened_at, wave.targeted = WaveStatus.OPEN, at, len(paths)
    wave.version += 1
    _freeze(wave, paths, _groups(wave, paths))
    audit.record("surveys.wave.opened", wave, by=by, people=len(paths))
    jobs.enqueue(INVITE, {"wave_id": wave.id}, by=by, government_id=wave.government_id, key=f"{INVITE}:{wave.id}")


def _groups(wave: SurveyWave, paths: Mapping[int, str]) -> dict[str, int]:
    """The groups of a wave as rows; returns the number of its group by the path of a unit."""
    counts: dict[str, int] = {}
    for path in paths.values():
        counts[path] = counts.get(path, 0) + 1
    belongs = groups.grouped(counts)
    names = queries.names_of(sorted(set(belongs.values())))
    made = {}
    for path in sorted(set(belongs.values())):
        unit_id, name = names.get(path, (None, organisation.government(wave.government_id).name))
        targeted = sum(people for unit, people in counts.items() if belongs[unit] == path)
        made[path] = SurveyGroup(wave_id=wave.id, unit_id=unit_id, unit_path=path, name=name, targeted=targeted)
    db.session.add_all(made.values())
    db.session.flush()
    return {unit: made[path].id for unit, path in belongs.items()}


def _freeze(wave: SurveyWave, paths: Mapping[int, str], group_ids: Mapping[str, int]) -> None:
    """A row for everybody who is asked. Whoever has no address gets a short code besides, for a printed slip."""
    without = select(Employee.id).where(Employee.email == "")
    for some in _portions(sorted(paths)):
        codes = _codes(wave, list(db.session.execute(without.where(Employee.id.in_(some))).scalars()))
        rows = [
            {
                "government_id": wave.government_id,
                "wave_id": wave.id,
                "employee_id": employee_id,
                "group_id": group_ids[paths[employee_id]],
                "token_hash": tokens.fingerprint(tokens.token_of(wave.id, employee_id)),
                "code_hash": codes.get(employee_id),
                "done": False,
            }
            for employee_id in some
        ]
        db.session.execute(insert(cast("Table", SurveyParticipation.__table__)), rows)


def _codes(wave: SurveyWave, employee_ids: Sequence[int]) -> dict[int, str]:
    """Fingerprints of short codes. One that somebody has already is left out: their slip then bears the long link."""
    made = {one: tokens.fingerprint(tokens.code_of(wave.id, one)) for one in employee_ids}
    taken = SurveyParticipation.code_hash
    known: set[Any] = (
        set(db.session.execute(select(taken).where(taken.in_(made.values()))).scalars()) if made else set()
    )
    unique = {code: one for one, code in made.items() if code not in known}
    return {one: code for code, one in unique.items()}


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
