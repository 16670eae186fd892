"""Writing a government's organisation, accounts and levels."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts.models import RoleGrant, User
from app.base.wording import bare_name
from app.competency.models import Assessment, AssessmentSource, PositionRequirement
from app.demo import cast, competencies, professionalism
from app.demo.bulk import Rows
from app.demo.governments import Realm, region_code
from app.demo.people import Human, Population
from app.demo.schedule import Calendar
from app.demo.structure import GRADES, SECRETARIAT, Unit
from app.organisation.models import Employee, Government, OrgUnit, Placement, PlacementKind, Position, PositionTier

STRUCTURE_SINCE = date(2021, 1, 4)
STANDARDS_SINCE = date(2023, 1, 2)
GRANTED = frozenset({Role.HR, Role.ORGANISER, Role.AUDITOR, Role.ADMINISTRATOR})
ASSESSED_SHARE = 0.92
_CENTRE = (PositionTier.JPT_MADYA, PositionTier.JPT_PRATAMA, PositionTier.ADMINISTRATOR, PositionTier.PENGAWAS)
# What was measured of those in the story.
_MEASURED = {
    cast.BUDI.key: {"M.1": 2, "M.2": 2, "M.3": 1, "M.4": 1, "M.5": 1, "M.6": 1, "M.7": 1, "M.8": 1, "SK.1": 1},
    cast.DEWI.key: {"M.1": 1, "M.2": 1, "M.3": 1, "M.4": 2, "M.5": 2, "M.6": 1, "M.7": 1, "M.8": 1, "SK.1": 1},
    cast.RINA.key: {"M.1": 3, "M.2": 3, "M.3": 3, "M.4": 3, "M.5": 3, "M.6": 3, "M.7": 2, "M.8": 2, "SK.1": 3},
}


@dataclass(frozen=True)
class Dictionary:
    """Competencies by code, and the level each tier asks of each."""

    ids: dict[str, int]
    by_tier: dict[str, dict[str, int]]


def write_government(rows: Rows, realm: Realm) -> int:
    return rows.add(
        Government,
        slug=realm.slug,
        name=realm.name,
        short_name=realm.short_name,
        kind=realm.kind,
        region_code=region_code(realm),
        seat=realm.seat,
        timezone=realm.timezone,
        hr_agency=realm.full_hr_agency,
        hr_agency_short=realm.hr_agency_short,
    )


def write_people(
    rows: Rows, government_id: int, population: Population, calendar: Calendar, password_hash: str
) -> dict[str, Actor]:
    """Units, posts, employees, placements and accounts; returns the cast as actors."""
    for unit in population.structure.units:
        _write_unit(rows, government_id, unit)
    _write_posts(rows, government_id, population)
    players = {one.id for one in population.players.values()}
    users = {
        one.id: _write_human(rows, government_id, one, calendar, password_hash, is_player=one.id in players)
        for one in population.humans
    }
    for stand_in in population.stand_ins:
        rows.add(
            Placement,
            government_id=government_id,
            employee_id=stand_in.employee_id,
            position_id=stand_in.post.id,
            kind=stand_in.kind,
            starts_on=calendar.day(stand_in.days[0]),
            ends_on=calendar.day(stand_in.days[1]),
        )
    actors = {key: Actor(users[one.id], one.id, one.name) for key, one in population.players.items()}
    _write_grants(rows, government_id, actors)
    _write_grants_in_motion(rows, government_id, population, calendar, actors)
    return actors


def _write_unit(rows: Rows, government_id: int, unit: Unit) -> None:
    rows.add(
        OrgUnit,
        id=unit.id,
        government_id=government_id,
        parent_id=unit.parent.id if unit.parent else None,
        name=unit.name,
        kind=unit.kind,
        path=unit.path,
        starts_on=STRUCTURE_SINCE,
    )


def _write_posts(rows: Rows, government_id: int, population: Population) -> None:
    for post in population.structure.posts:
        rows.add(
            Position,
            id=post.id,
            government_id=government_id,
            unit_id=post.unit.id,
            reports_to_id=post.superior.id if post.superior else None,
            title=post.title,
            tier=post.tier,
            grade=GRADES[post.tier] + (post.is_head and post.unit.kind == SECRETARIAT),
            needed=post.needed,
            starts_on=STRUCTURE_SINCE,
        )


def _write_human(
    rows: Rows, government_id: int, human: Human, calendar: Calendar, password_hash: str, *, is_player: bool
) -> int:
    rows.add(
        Employee,
        id=human.id,
        government_id=government_id,
        nip=human.nip,
        name=human.name,
        sort_name=bare_name(human.name),
        kind=human.kind,
        rank=human.rank,
        email=human.email,
        education_level=professionalism.school_of(human),
    )
    rows.add(
        Placement,
        government_id=government_id,
        employee_id=human.id,
        position_id=human.post.id,
        kind=PlacementKind.DEFINITIVE,
        starts_on=human.since,
    )
    # Some were never invited, and most have been in before.
    has_password = is_player or human.id % 11 > 0
    return write_account(
        rows,
        calendar,
        password_hash if has_password else "",
        employee_id=human.id,
        name=human.name,
        email=human.email,
        seen_days_ago=human.id % 40 if has_password and human.id % 4 else None,
    )


def write_account(
    rows: Rows,
    calendar: Calendar,
    password_hash: str,
    *,
    employee_id: int | None,
    name: str,
    email: str,
    seen_days_ago: int | None = None,
) -> int:
    """Every demo account has the same password, hashed once: hashing it anew for each takes minutes."""
    return rows.add(
        User,
        employee_id=employee_id,
        name=name,
        email=email,
        password_hash=password_hash,
        password_set_at=calendar.now if password_hash else None,
        created_at=calendar.now,
        last_sign_in_at=None if seen_days_ago is None else calendar.now - timedelta(days=seen_days_ago),
    )


def _write_grants(rows: Rows, government_id: int, actors: dict[str, Actor]) -> None:
    for player in cast.CAST:
        if player.key in actors and player.role in GRANTED:
            write_grant(rows, actors[player.key].user_id, government_id, player.role)


def _write_grants_in_motion(
    rows: Rows, government_id: int, population: Population, calendar: Calendar, actors: dict[str, Actor]
) -> None:
    """One role in a unit, one that ended, and one that waits for the second administrator."""
    if not {cast.HENDRA.key, cast.MAYA.key, cast.NADIA.key} <= actors.keys():
        return
    hendra, maya, nadia = (actors[one.key].user_id for one in (cast.HENDRA, cast.MAYA, cast.NADIA))
    facts = {"government_id": government_id, "granted_by": nadia, "granted_at": calendar.now}
    unit_id = population.players[cast.HENDRA.key].post.unit.id
    until = calendar.today + timedelta(days=200)
    since, ended = calendar.today - timedelta(days=120), calendar.today - timedelta(days=14)
    rows.add(RoleGrant, user_id=hendra, role=Role.TRAINER, unit_id=unit_id, starts_on=since, ends_on=until, **facts)
    rows.add(RoleGrant, user_id=hendra, role=Role.ORGANISER, starts_on=since, ends_on=ended, **facts)
    rows.add(RoleGrant, user_id=maya, role=Role.HR, starts_on=calendar.today, pending=True, **facts)


def write_grant(rows: Rows, user_id: int | None, government_id: int | None, role: Role) -> None:
    rows.add(RoleGrant, user_id=user_id, government_id=government_id, role=role, starts_on=STANDARDS_SINCE)


def write_levels(
    rows: Rows, government_id: int, population: Population, *, calendar: Calendar, dictionary: Dictionary, rng: Random
) -> None:
    """The standard of Budi's post, and assessments of almost everybody within the last year and a half."""
    players = {human.id: key for key, human in population.players.items()}
    standards = competencies.own_standards(population)
    for post_id, standard in standards.items():
        _write_standard(rows, government_id, post_id, standard, dictionary)
    for human in population.humans:
        measured = _MEASURED.get(players.get(human.id, ""))
        if measured is None and rng.random() >= ASSESSED_SHARE:
            continue
        on = calendar.today - timedelta(days=120) if measured else competencies.assessed_on(calendar, rng)
        asked = dictionary.by_tier[human.post.tier] | standards.get(human.post.id, {})
        levels = measured or competencies.draw_levels(asked, competencies.mood_of(human), rng)
        disputed = "M.8" if players.get(human.id) == cast.DEWI.key else ""
        for code, level in levels.items():
            number = rows.add(
                Assessment,
                government_id=government_id,
                employee_id=human.id,
                competency_id=dictionary.ids[code],
                level=level,
                source=AssessmentSource.CENTRE if human.post.tier in _CENTRE else AssessmentSource.SUPERIOR,
                assessed_on=on,
            )
            if code == disputed:
                competencies.write_dispute(rows, government_id, human.id, number, calendar)
        competencies.write_own_words(rows, government_id, human, levels, dictionary.ids, calendar=calendar, rng=rng)
    competencies.write_performance(rows, government_id, population, calendar=calendar, rng=rng)
    competencies.write_sheet(rows, government_id, population)
    competencies.write_aims(rows, government_id, population, calendar)
    if cast.BUDI.key in population.players:
        competencies.write_technical(rows, government_id, population, calendar=calendar, since=STANDARDS_SINCE, rng=rng)


def _write_standard(
    rows: Rows, government_id: int, position_id: int, standard: dict[str, int], dictionary: Dictionary
) -> None:
    for code, level in standard.items():
        rows.add(
            PositionRequirement,
            government_id=government_id,
            position_id=position_id,
            competency_id=dictionary.ids[code],
            level=level,
            valid_from=STANDARDS_SINCE,
        )
