"""Trying a table and taking it: the same plan, written by the same code, once rolled back and once kept.

The plan of an application is worked out again under the lock. Only if it would do exactly what the check showed is it
written, all of it in one transaction, so a killed worker leaves all or nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import delete, text, update

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.clock import now, today
from app.base.database import begin_reading, begin_writing, db, lock
from app.base.errors import RuleBroken
from app.imports import labels
from app.imports.headings import ImportKind
from app.imports.models import ImportChange, ImportFault, ImportRun, ImportStatus
from app.imports.queries import kept
from app.imports.queries.book import book
from app.imports.rules import competency, learning, people, professionalism, structure
from app.imports.rules.plan import TABLES, Plan
from app.imports.rules.steps import NotNow
from app.imports.services import writing
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation
from app.organisation.rules import clean_nip
from app.organisation.services import directory

CHECK, APPLY = "imports.check", "imports.apply"
FAULTS_AT_MOST = 50_000
STEP = 1_000
PLANNERS: dict[ImportKind, Callable[[Plan, Any, list[str]], None]] = {
    ImportKind.SIASN: people.plan_siasn,
    ImportKind.EMPLOYEES: people.plan_employees,
    ImportKind.UNITS: structure.plan_units,
    ImportKind.POSITIONS: structure.plan_positions,
    ImportKind.PLACEMENTS: people.plan_placements,
    ImportKind.STANDARDS: learning.plan_standards,
    ImportKind.TRAININGS: learning.plan_trainings,
    ImportKind.COMPETENCIES: competency.plan_competencies,
    ImportKind.ASSESSMENTS: competency.plan_assessments,
    ImportKind.RATINGS: competency.plan_ratings,
    ImportKind.OFFICIAL_INDEX: professionalism.plan_officials,
}
Progress = Callable[[int, int], None]


class NotAllGood(RuleBroken):
    message = "Ada baris yang ditolak. Pilih «Terapkan baris yang baik», atau perbaiki berkasnya lebih dulu."


class NothingToDo(RuleBroken):
    message = "Tidak ada yang perlu diterapkan: isi berkas ini sudah sama dengan data di Penata."


class CheckOutdated(RuleBroken):
    message = "Data di Penata berubah sejak berkas ini diperiksa. Tidak ada yang ditulis. Periksa ulang, lalu terapkan."


def job_key(kind: str, run: ImportRun) -> str:
    """One for each round of each upload: SQLite gives the number of a discarded run to the next one."""
    return f"{kind}:{run.id}:{int(run.created_at.timestamp() * 1000)}:{run.round}"


def request_check(run: ImportRun, *, by: Actor, make_units: bool = False) -> Job:
    """Try the table in the background; ``make_units``: from now on, with the units it names and nobody made yet."""
    if run.status not in (ImportStatus.MAPPING, ImportStatus.CHECKED):
        raise NotNow
    if run.status == ImportStatus.CHECKED:
        run.round += 1
    run.make_units = run.make_units or make_units
    run.status, run.message = ImportStatus.CHECKING, ""
    return enqueue(CHECK, run, {}, by)


def request_application(run: ImportRun, *, everything: bool, by: Actor) -> Job:
    """Write what the check showed, in the background. ``everything``: only if no row was refused."""
    run = lock(run)
    if run.status != ImportStatus.CHECKED:
        raise NotNow
    if not run.digest:
        raise CheckOutdated
    if everything and run.refused:
        raise NotAllGood
    if not run.new and not run.changed:
        raise NothingToDo
    run.status, run.message = ImportStatus.APPLYING, ""
    return enqueue(APPLY, run, {"by": by.user_id, "name": by.name}, by)


def enqueue(kind: str, run: ImportRun, args: dict[str, Any], by: Actor) -> Job:
    db.session.flush()
    key = job_key(kind, run)
    return jobs.enqueue(kind, args | {"run_id": run.id}, by=by, government_id=run.government_id, key=key)


def check(args: dict[str, Any], progress: Progress) -> str:
    """Plan, write and roll back; then keep what was found."""
    run = db.session.get_one(ImportRun, args["run_id"])
    if run.status != ImportStatus.CHECKING:
        return run.message
    content = kept.content(run)
    nips, total = _first_look(content, run.columns)
    progress(0, 2 * total + 1)
    if db.engine.dialect.name == "sqlite":
        begin_reading()  # there is one writer, and planning takes longest
    step = _aside(job_key(CHECK, run), 2 * total + 1)
    plan = _plan(run, content, nips, step)
    db.session.rollback()
    begin_writing()
    writing.write(plan, run.id)
    db.session.rollback()
    _keep_findings(run.id, plan, total)
    return run.message


def _keep_findings(run_id: int, plan: Plan, total: int) -> None:
    run = lock(db.session.get_one(ImportRun, run_id))
    for model in (ImportFault, ImportChange):
        db.session.execute(delete(model).where(model.run_id == run.id))
    faults = sorted(plan.faults, key=lambda one: (one.weight, one.row))
    writing.keep_faults(islice(faults, FAULTS_AT_MOST), run.id, dict(zip(run.columns, run.headings, strict=True)))
    writing.keep_preview(plan, run.id)
    run.rows, run.faults, run.doubtful = total, len(faults), len(plan.doubtful)
    for name in ("new", "changed", "unchanged", "refused"):
        setattr(run, name, plan.outcomes[name])
    run.tally, run.digest = plan.tally(), plan.digest()
    run.status = ImportStatus.CHECKED
    run.message = f"{labels.count(total, 'baris')} diperiksa."
    db.session.commit()


def apply(args: dict[str, Any], progress: Progress) -> str:
    """Write the plan in one transaction; raises CheckOutdated if it would do something else than was shown."""
    run = db.session.get_one(ImportRun, args["run_id"])
    content = kept.content(run)
    nips, total = _first_look(content, run.columns)
    progress(total, 2 * total + 1)
    run = lock(run)
    if run.status != ImportStatus.APPLYING:
        return run.message
    hold_tables()
    plan = _plan(run, content, nips, _beside(run, total))
    if plan.digest() != run.digest:
        raise CheckOutdated
    db.session.execute(delete(ImportChange).where(ImportChange.run_id == run.id))
    writing.write(plan, run.id)
    run.status, run.applied_at = ImportStatus.APPLIED, now()
    done = plan.outcomes["new"] + plan.outcomes["changed"]
    run.message = f"{labels.count(done, 'baris')} diterapkan."
    by = Actor(args.get("by"), None, args.get("name", SYSTEM.name))
    counts = {name: plan.outcomes[name] for name in ("new", "changed", "unchanged", "refused")}
    audit.record("imports.run.applied", run, by=by, kind=run.kind, **counts)
    directory.refresh_later(by=by, government_id=run.government_id, key=f"import:{run.id}:{run.round}")
    db.session.commit()
    return run.message


def let_go_of_check(args: dict[str, Any]) -> None:
    """A check that was given up can be asked for again."""
    run = lock(db.session.get_one(ImportRun, args["run_id"]))
    if run.status == ImportStatus.CHECKING:
        run.status, run.digest = ImportStatus.CHECKED, ""


def let_go_of_application(args: dict[str, Any]) -> None:
    """An application that was refused wrote nothing; the table has to be checked again."""
    run = lock(db.session.get_one(ImportRun, args["run_id"]))
    if run.status == ImportStatus.APPLYING:
        run.status, run.digest = ImportStatus.CHECKED, ""


def _first_look(content: bytes, columns: list[str]) -> tuple[set[str], int]:
    """The NIP a table names, and how many rows it has."""
    index = columns.index("nip") + 1 if "nip" in columns else 0
    nips: set[str] = set()
    total = 0
    for row in kept.rows(content):
        total += 1
        if index and row[index]:
            nips.add(clean_nip(row[index]))
    return nips, total


def _plan(run: ImportRun, content: bytes, nips: set[str], step: Callable[[int], None]) -> Plan:
    kind = ImportKind(run.kind or "")
    found = book(kind, _day(run), nips)
    begin_writing()
    plan = Plan(found, _numbers(), make_units=run.make_units)
    PLANNERS[kind](plan, _counted(kept.rows(content), step), run.columns)
    return plan


def _numbers() -> Callable[[str], int]:
    return writing.Numbers(db.session.connection()).take


def _day(run: ImportRun) -> date:
    return today(organisation.government(run.government_id).timezone)


def _counted(rows: Iterator[list[Any]], step: Callable[[int], None]) -> Iterator[list[Any]]:
    for done, row in enumerate(rows):
        if done % STEP == 0:
            step(done)
        yield row


def _beside(run: ImportRun, total: int) -> Callable[[int], None]:
    """While an application holds its lock: PostgreSQL takes news of it, SQLite has one writer and takes none."""
    if db.engine.dialect.name == "sqlite":
        return lambda _done: None
    tell = _aside(job_key(APPLY, run), 2 * total + 1)
    return lambda done: tell(total + done)


def _aside(key: str, total: int) -> Callable[[int], None]:
    """Tells how far a check is on a connection of its own, since its own transaction only reads."""

    def tell(done: int) -> None:
        values = {"progress": min(done, total), "total": total, "heartbeat_at": now()}
        with db.engine.begin() as connection:
            connection.execute(update(Job.__table__).where(Job.key == key).values(values))  # type: ignore[arg-type]

    return tell


def hold_tables() -> None:
    """PostgreSQL: nobody else writes these tables until the end; on SQLite nobody can anyway."""
    if db.engine.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in TABLES)
        db.session.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
