"""Opening a wave: its population is frozen, groups are made, and everybody gets a form that only they can open.

The worker does it, for a hundred thousand people take their time. It writes in one transaction: killed at any instant
it leaves a wave that is still being opened and nobody who was asked, and begins anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock, only_reading
from app.base.pieces import batched
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.surveys.models import SurveyGroup, SurveyParticipation, SurveyWave, WaveStatus
from app.surveys.queries import items
from app.surveys.queries import waves as queries
from app.surveys.rules import groups, tokens
from app.surveys.rules import waves as rules
from app.surveys.services.telling import INVITE

KIND = "surveys.open"
AT_ONCE, AT_A_STEP = 500, 5_000
ALREADY = "Gelombang sudah dibuka."

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Form:
    """What somebody's row is made of, worked out before anything is written. Whoever has mail has no short code."""

    employee_id: int
    path: str
    token_hash: str
    code_hash: str | None


def job_key(wave_id: int) -> str:
    return f"{KIND}:{wave_id}"


def request(wave: SurveyWave, *, by: Actor) -> Job:
    """From here on mode, population, groups and instruments stay as they are; the worker does the rest.

    Locks the wave, so two presses open it once. Raises NotNow and TooFew with what is missing.
    """
    wave, at = lock(wave), now()
    rules.ensure_draft_to_open(wave.status)
    people = sum(queries.counts_by_path(wave.id, _day(at)).values())
    _ensure_may_open(wave, people, at)
    wave.status, wave.targeted = WaveStatus.OPENING, people
    wave.version += 1
    audit.record("surveys.wave.opening", wave, by=by)
    args = {"wave_id": wave.id}
    return jobs.enqueue(KIND, args, by=by, government_id=wave.government_id, key=job_key(wave.id))


def open_(args: dict[str, Any], progress: Progress) -> str:
    """Freeze who is asked, as of now, and let them answer. Raises what ``request`` raises; safe to run again.

    Reading so many people holds no lock, and neither does making their forms.
    """
    wave_id = args["wave_id"]
    with only_reading():
        if queries.status_of(wave_id) != WaveStatus.OPENING:
            return ALREADY
        asked = _asked(wave_id)
    return _open(wave_id, _forms(wave_id, asked, progress))


def open_at_once(wave: SurveyWave, *, by: Actor) -> None:
    """Request and open in the caller's transaction: for the demo and for measurements. Raises as ``request``."""
    request(wave, by=by)
    _open(wave.id, _forms(wave.id, _asked(wave.id), lambda _done, _total: None))


def _open(wave_id: int, forms: Sequence[_Form]) -> str:
    wave, at = lock(queries.by_id(wave_id)), now()
    if wave.status != WaveStatus.OPENING:
        return ALREADY
    _ensure_may_open(wave, len(forms), at)
    wave.status, wave.opened_at, wave.targeted = WaveStatus.OPEN, at, len(forms)
    wave.version += 1
    _freeze(wave, forms, _groups(wave, forms))
    audit.record("surveys.wave.opened", wave, by=SYSTEM, people=len(forms))
    jobs.enqueue(INVITE, {"wave_id": wave.id}, by=SYSTEM, government_id=wave.government_id, key=f"{INVITE}:{wave.id}")
    return f"{wording.number(len(forms))} orang ditanya. Undangan sedang dikirim."


def put_back(args: dict[str, Any]) -> None:
    """A wave that could not be opened is a draft again, so that what was missing can be mended."""
    wave = lock(queries.by_id(args["wave_id"]))
    if wave.status == WaveStatus.OPENING:
        wave.status, wave.targeted = WaveStatus.DRAFT, 0
        wave.version += 1
        audit.record("surveys.wave.not_opened", wave, by=SYSTEM)


def _ensure_may_open(wave: SurveyWave, people: int, at: datetime) -> None:
    rules.ensure_may_open(wave, people=people, items=len(items.items_of_wave(wave.id)), at=at)


def _day(at: datetime) -> date:
    return wording.local(at, organisation.government(scope.current()).timezone).date()


def _asked(wave_id: int) -> list[Any]:
    """Everybody the lines of a wave ask today, each once, by number."""
    people = db.session.execute(queries.population(wave_id, _day(now())).add_columns(Employee.email))
    found = {row.employee_id: row for row in people}
    return [found[one] for one in sorted(found)]


def _forms(wave_id: int, asked: Sequence[Any], progress: Progress) -> list[_Form]:
    forms: list[_Form] = []
    progress(0, len(asked))
    for some in batched(asked, AT_A_STEP):
        forms += [_form(wave_id, one) for one in some]
        progress(len(forms), len(asked))
    return forms


def _form(wave_id: int, row: Any) -> _Form:
    person = row.employee_id
    code = tokens.fingerprint(tokens.code_of(wave_id, person)) if row.email == "" else None
    return _Form(person, row.unit_path or groups.WHOLE, tokens.fingerprint(tokens.token_of(wave_id, person)), code)


def _groups(wave: SurveyWave, forms: Sequence[_Form]) -> dict[str, int]:
    """The groups of a wave as rows; returns the number of its group by the path of a unit."""
    counts: dict[str, int] = {}
    for one in forms:
        counts[one.path] = counts.get(one.path, 0) + 1
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


def _freeze(wave: SurveyWave, forms: Sequence[_Form], group_ids: Mapping[str, int]) -> None:
    """A row for everybody who is asked."""
    for some in batched(forms, AT_ONCE):
        taken = _taken([one.code_hash for one in some if one.code_hash])
        rows = [
            {
                "government_id": wave.government_id,
                "wave_id": wave.id,
                "employee_id": one.employee_id,
                "group_id": group_ids[one.path],
                "token_hash": one.token_hash,
                "code_hash": None if one.code_hash in taken else one.code_hash,
                "done": False,
            }
            for one in some
        ]
        db.session.execute(insert(cast("Table", SurveyParticipation.__table__)), rows)


def _taken(code_hashes: Sequence[str]) -> set[str | None]:
    """Short codes that somebody has already: the slip of whoever has the same then bears the long link alone."""
    known = SurveyParticipation.code_hash
    return set(db.session.execute(select(known).where(known.in_(code_hashes))).scalars()) if code_hashes else set()
