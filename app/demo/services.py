"""Loading the demo: everything in one transaction, then the closings as the background jobs they are.

Killed before the commit it leaves nothing; killed after it, the next run finishes the closings.
"""

import time
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.access.permissions import NEEDS_SECOND_FACTOR, Role
from app.access.visitor import SYSTEM, Actor
from app.accounts import codes
from app.accounts.services import Passwords, second_factor
from app.audit import services as audit
from app.base import scope
from app.base.clock import now, today
from app.base.database import Base, analyse, db
from app.competency import reference
from app.competency.models import Competency, DevelopmentForm, TierRequirement
from app.competency.services import gaps
from app.demo import (
    acted,
    asked,
    cast,
    certificates,
    change,
    claims,
    courses,
    departures,
    development,
    door,
    instruments,
    learning,
    lines,
    listened,
    outcomes,
    outreach,
    planned,
    professionalism,
    proposed,
    queries,
    reform,
    season,
    story,
    tables,
    takings,
    trust,
    writing,
)
from app.demo.bulk import Rows
from app.demo.governments import BUNGO, REALMS, Realm
from app.demo.names import Registry
from app.demo.people import Human, Population, populate
from app.demo.schedule import Calendar
from app.demo.story import Stage
from app.demo.training import School
from app.demo.writing import Dictionary
from app.jobs import services as jobs
from app.jobs import worker
from app.jobs.models import JobStatus
from app.organisation.models import Employee, Government, OrgUnit, Position
from app.organisation.services import refresh_directory
from app.professionalism import reference as index_reference
from app.professionalism.services import following

SMALLEST = 150
NEIGHBOUR_SIZE = 40
PATIENCE_SECONDS = 120
PERIODS_BEFORE = 2
_NUMBERED: dict[str, type[Base]] = {"unit": OrgUnit, "post": Position, "employee": Employee}


@dataclass(frozen=True)
class Options:
    """What the settings say about the demo; below the smallest size the stories have too few people."""

    size: int
    seed: int
    password: str
    memory_kib: int
    time_cost: int


def load(options: Options) -> bool:
    """Load the demo unless it is there; returns whether it was new. ``finish`` has to follow in either case."""
    if queries.is_loaded():
        db.session.rollback()
        return False
    with scope.everything():
        _Loader(options).write()
        db.session.commit()
    return True


def give_codes() -> None:
    """Where codes are required, whoever of the cast needs one has one; ``demo accounts --json`` tells the secrets."""
    for user_id in queries.without_code(NEEDS_SECOND_FACTOR):
        second_factor.give_secret(user_id, codes.new_secret())
    db.session.commit()


def measure() -> None:
    """Gaps of every government worked out, with the two half-years before as they were then, and their IP ASN."""
    governments = list(db.session.execute(select(Government.id).order_by(Government.id)).scalars())
    bungo = db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar_one()
    db.session.commit()
    for government_id in governments:
        with scope.within(government_id):
            due = gaps.is_due()
            db.session.commit()
            if due:
                gaps.rebuild()
                gaps.look_back(PERIODS_BEFORE)
            if government_id == bungo:
                professionalism.publish()
            else:
                following.catch_up()


def is_unfinished() -> bool:
    """Whether an earlier loading was interrupted before its closings were done."""
    return bool(_closings())


def finish() -> bool:
    """Do the closings that are not done; waits for those another worker has. Returns whether all are done.

    Gaps are worked out before, so that the closings keep what everybody lacked.
    """
    if _closings():
        measure()
    until = time.monotonic() + PATIENCE_SECONDS
    while waiting := _closings():
        queued = [job_id for job_id, status in waiting if status is JobStatus.QUEUED]
        for job_id in queued:
            worker.run(job_id)
        if time.monotonic() > until:
            return False
        if not queued:
            time.sleep(1)
            jobs.to_tell_again(now())
    takings.take()
    outcomes.judge()
    development.act()
    return True


def bring_tables() -> None:
    """Sari's imports, by the services of the application; what is done already is left alone."""
    tables.bring()


def plan() -> None:
    """Plans of development from the gaps that were measured; left alone where there are some."""
    planned.bring()


def _closings() -> list[tuple[int, JobStatus]]:
    found = queries.unfinished_closings()
    db.session.rollback()
    return found


class _Loader:
    """One loading: what every government needs is read once."""

    def __init__(self, options: Options) -> None:
        self._options = options
        passwords = Passwords(memory_kib=options.memory_kib, time_cost=options.time_cost)
        self._password_hash = passwords.hash(options.password)
        reference.load()
        index_reference.load()
        db.session.flush()
        self._rows = Rows(db.session.connection())
        self._registry = Registry()
        self._now = now()
        shipped = select(DevelopmentForm).where(DevelopmentForm.government_id.is_(None))
        self._forms = {one.code: one for one in db.session.execute(shipped).scalars()}
        self._dictionary = _dictionary()

    def write(self) -> None:
        stage, actors, bungo = Stage(), dict[str, Actor](), 0
        self._governments: list[int] = []
        for realm in REALMS:
            government_id, school, cast_here = self._write_realm(realm)
            self._governments.append(government_id)
            if realm is BUNGO:
                bungo, actors = government_id, cast_here
                stage = story.set_stage(school)
                season.run_season(school, self._size(realm))
            else:
                season.run_neighbour(school)
            batches, people = school.write(), len(school.population.humans)
            audit.record("demo.loaded", None, by=SYSTEM, chain=government_id, employees=people, batches=batches)
        self._write_installation()
        self._rows.finish()
        analyse()
        self._settle(bungo)
        with scope.within(bungo):
            certificates.act(actors)
            outcomes.measure_before(stage.to_close[-1])
            story.act(stage, actors)
            door.act(stage.running, actors)
            certificates.age_some(actors[cast.SARI.key])
            trust.act(actors, self._now)
            claims.act(actors, self._now)
            learning.teach(actors, self._now, self._options.seed)
            lines.act(stage, actors, self._now)
            proposed.act(actors)
            outreach.act(actors, self._options.seed)
            asked.act(actors, self._options.seed)
            instruments.act(actors)
            change.act(actors)
            listened.act(actors, self._options.seed, self._now)
            acted.act(actors)
            departures.act(today(BUNGO.timezone), by=actors[cast.SARI.key])

    def _settle(self, bungo: int) -> None:
        """Changes of the structure as the application itself makes them, and everybody's directory."""
        for government_id in sorted(self._governments):
            with scope.within(government_id):
                refresh_directory()
                if government_id == bungo:
                    reform.carry_out(self._now)

    def _size(self, realm: Realm) -> int:
        return max(SMALLEST, self._options.size) if realm is BUNGO else NEIGHBOUR_SIZE

    def _write_realm(self, realm: Realm) -> tuple[int, School, dict[str, Actor]]:
        calendar = Calendar(self._now, ZoneInfo(realm.timezone))
        rng = Random(f"{self._options.seed}:training:{realm.slug}")
        population = populate(
            realm, self._size(realm), seed=self._options.seed, number=self._number, registry=self._registry
        )
        government_id = writing.write_government(self._rows, realm)
        actors = writing.write_people(self._rows, government_id, population, calendar, self._password_hash)
        writing.write_levels(
            self._rows, government_id, population, calendar=calendar, dictionary=self._dictionary, rng=rng
        )
        professionalism.write_history(
            self._rows,
            government_id,
            population,
            calendar=calendar,
            players={one.id for one in population.players.values()},
            rng=Random(f"{self._options.seed}:history:{realm.slug}"),
        )
        school = School(
            rows=self._rows,
            government_id=government_id,
            realm=realm,
            population=population,
            calendar=calendar,
            forms=self._forms,
            competencies=self._dictionary.ids,
            rng=rng,
        )
        taught = courses.BUNGO_COURSES if realm is BUNGO else courses.NEIGHBOUR_COURSES
        school.open(taught, _signatory(population, realm))
        return government_id, school, actors

    def _write_installation(self) -> None:
        calendar = Calendar(self._now, ZoneInfo(BUNGO.timezone))
        user_id = writing.write_account(
            self._rows,
            calendar,
            self._password_hash,
            employee_id=None,
            name=cast.INSTALLATION_NAME,
            email=cast.INSTALLATION_EMAIL,
        )
        writing.write_grant(self._rows, user_id, None, Role.INSTALLATION_ADMINISTRATOR)

    def _number(self, kind: str) -> int:
        return self._rows.new_id(_NUMBERED[kind])


def _dictionary() -> Dictionary:
    ids = {row.code: row.id for row in db.session.execute(select(Competency.code, Competency.id))}
    by_tier: dict[str, dict[str, int]] = {}
    rows = select(TierRequirement.tier, Competency.code, TierRequirement.level).join(
        Competency, Competency.id == TierRequirement.competency_id
    )
    for tier, code, level in db.session.execute(rows.order_by(Competency.sort_order)):
        by_tier.setdefault(tier, {})[code] = level
    return Dictionary(ids, by_tier)


def _signatory(population: Population, realm: Realm) -> Human:
    """The head of the division for learning in the training agency."""
    return next(
        one
        for one in population.humans
        if one.post.unit.regional == realm.training_agency and one.post.title == "Kepala Bidang Pengembangan Kompetensi"
    )
