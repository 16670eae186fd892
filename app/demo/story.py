"""The batches our stories need, in Bungo: what Budi, Dewi and Rina find when they sign in."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.access.visitor import Actor
from app.attendance.models import AttendanceStatus
from app.base.database import db
from app.demo import cast, courses
from app.demo.courses import Course
from app.demo.people import Human
from app.demo.plans import ONLINE, Entry, Place, Plan
from app.demo.schedule import AFTERNOON, FULL_DAY, MORNING
from app.demo.training import School
from app.training.models import BatchStatus, Enrolment, EnrolmentPolicy
from app.training.queries import batches
from app.training.queries import enrolments as enrolment_queries
from app.training.services import closing, enrolments

HALL = Place("Muara Bungo", "Aula BKPSDM Kabupaten Bungo", "Jl. RM Thaher, Muara Bungo")
AGENCY_TEAM = ("Tim pengajar", "BKPSDM Kabupaten Bungo")
PROVINCE_TRAINER = ("Widyaiswara Ahli Madya", "BPSDM Provinsi Jambi")
PRESENT = AttendanceStatus.PRESENT
COUNTER_AGENDA = (
    ("08.00", "Absen dan tes awal", "Bawa KTP atau kartu pegawai", False),
    ("08.30", "Apa yang warga ingat dari loket kita", "Rekaman nyata dari Mal Pelayanan Publik, 2 JP", False),
    ("10.00", "Menjelaskan syarat tanpa istilah kantor", "Latihan berpasangan, 2 JP", False),
    ("11.45", "Istirahat, salat, makan siang", "", True),
    ("13.00", "Menangani keluhan sampai tuntas", "Simulasi tiga kasus, 3 JP", False),
    ("14.45", "Tes akhir dan rencana aksi pribadi", "1 JP", False),
)


@dataclass
class Stage:
    """The batches in which the cast still has something to do once all rows are written."""

    to_close: list[int] = field(default_factory=list)
    running: int = 0
    full: int = 0
    offered: int = 0
    replies: int = 0
    change: int = 0
    first_in_line: Human | None = None
    behind: list[Human] = field(default_factory=list)
    giving_up: Human | None = None
    hoping: list[Human] = field(default_factory=list)


def set_stage(school: School) -> Stage:
    """Write the story's batches as they stand before the cast acts."""
    stage = Stage()
    _hold_finished(school, stage)
    _hold_waiting_to_close(school)
    _hold_running(school, stage)
    _hold_tomorrow(school)
    _hold_counter(school)
    _hold_requested(school, stage)
    _hold_full(school, stage)
    _hold_offered(school, stage)
    _hold_draft(school)
    return stage


def _player(school: School, one: cast.Player) -> Human:
    return school.population.players[one.key]


def _call(school: School, plan: Plan, *players: cast.Player) -> list[Human]:
    humans = [_player(school, one) for one in players]
    for human in humans:
        school.diary.block(human, plan.days)
    return humans


def _plan(school: School, course: Course, days: list[date], seats: int) -> Plan:
    hours = AFTERNOON if course.is_online else FULL_DAY if course.hours > 4 else MORNING
    return Plan(
        course,
        tuple(school.calendar.span(day, hours) for day in days),
        ONLINE if course.is_online else HALL,
        seats,
        trainer=AGENCY_TEAM,
    )


def _hold_finished(school: School, stage: Stage) -> None:
    """Three small batches that the real closing ends: 14 JP and two certificates for Budi."""
    reports, privacy, first, second = school.calendar.past_workdays([10, 7, 5, 4])
    for course, days, seats, people, players in (
        (courses.REPORTS, [reports], 10, 6, (cast.BUDI, cast.DEWI)),
        (courses.PRIVACY, [privacy], 12, 9, (cast.BUDI, cast.DEWI, cast.RINA)),
        (courses.E_SERVICE, [first, second], 8, 7, ()),
    ):
        plan = _plan(school, course, days, seats)
        humans = _call(school, plan, *players) + school.invite(plan, people)
        stage.to_close.append(school.hold(plan, _taught(school, humans, len(days))))


def _taught(school: School, humans: list[Human], meetings: int) -> list[Entry]:
    """Everybody marked and scored; the last one stayed away, and the one before did not reach the score."""
    entries = [
        Entry(one, score=Decimal(school.rng.randint(74, 95)), marks=(PRESENT,) * meetings) for one in humans[:-2]
    ]
    entries.append(Entry(humans[-2], score=Decimal(58), marks=(PRESENT,) * meetings))
    entries.append(Entry(humans[-1], score=Decimal(0), marks=(AttendanceStatus.ABSENT,) * meetings))
    return entries


def _hold_waiting_to_close(school: School) -> None:
    """Over since the last working day, everything noted: the organiser only has to close it."""
    plan = _plan(school, courses.DATA_CENTRE, [school.calendar.workday(-1)], 16)
    humans = school.invite(plan, 14)
    school.hold(plan, _taught(school, humans, 1))


def _hold_running(school: School, stage: Stage) -> None:
    """On right now with its doors open, some there and some still to come: Dewi can check in."""
    plan = Plan(
        courses.INNOVATION_SEMINAR,
        (school.calendar.running(),),
        HALL,
        40,
        late_minutes=120,
        trainer=("Peneliti", "Badan Riset dan Inovasi Nasional"),
    )
    dewi = _call(school, plan, cast.DEWI)
    humans = school.invite(plan, 24)
    entries = [Entry(one, marks=(PRESENT,) if order % 2 else ()) for order, one in enumerate(humans)]
    stage.running = school.hold(plan, [Entry(dewi[0]), *entries])


def _hold_tomorrow(school: School) -> None:
    plan = _plan(school, courses.ARCHIVES, [school.calendar.day(1)], 25)
    humans = _call(school, plan, cast.BUDI) + school.invite(plan, 17)
    school.hold(plan, [Entry(one) for one in humans])


def _hold_counter(school: School) -> None:
    """Four of thirty seats left, and Budi's superior decides."""
    day = school.calendar.workday(13)
    plan = Plan(
        courses.COUNTER,
        (school.calendar.span(day, FULL_DAY),),
        HALL,
        30,
        policy=EnrolmentPolicy.SUPERIOR,
        number=3,
        closes_days=6,
        agenda=COUNTER_AGENDA,
        trainer=PROVINCE_TRAINER,
    )
    school.reserve(courses.COUNTER, day.year, 3)
    for human in (_player(school, cast.BUDI), _player(school, cast.DEWI)):
        school.diary.block(human, plan.days)
    school.hold(plan, [Entry(one) for one in school.invite(plan, 26)])


def _hold_requested(school: School, stage: Stage) -> None:
    """Budi's request waits for Rina; Dewi's will be approved by her."""
    calendar = school.calendar
    change = Plan(
        courses.CHANGE_AT_COUNTER,
        (calendar.span(calendar.workday(8), AFTERNOON),),
        ONLINE,
        40,
        policy=EnrolmentPolicy.SUPERIOR,
        trainer=PROVINCE_TRAINER,
    )
    replies = Plan(
        courses.REPLIES,
        (calendar.span(calendar.workday(16), AFTERNOON),),
        ONLINE,
        60,
        policy=EnrolmentPolicy.SUPERIOR,
        trainer=AGENCY_TEAM,
    )
    stage.change = school.hold(change, [Entry(one) for one in school.invite(change, 18)])
    stage.replies = school.hold(replies, [Entry(one) for one in school.invite(replies, 37)])


def _hold_full(school: School, stage: Stage) -> None:
    """Twelve seats, all taken; five will wait, Dewi second in line."""
    calendar = school.calendar
    plan = _plan(school, courses.PUBLIC_COMMUNICATION, [calendar.workday(10), calendar.workday(11)], 12)
    stage.full = school.hold(plan, [Entry(one) for one in school.invite(plan, 12)])
    stage.first_in_line, *stage.behind = school.invite(plan, 4)


def _hold_offered(school: School, stage: Stage) -> None:
    """Full until somebody gives the seat back; the first of three in line is offered it."""
    calendar = school.calendar
    plan = _plan(school, courses.TALENT, [calendar.workday(14), calendar.workday(15)], 15)
    seated = school.invite(plan, 15)
    stage.offered = school.hold(plan, [Entry(one) for one in seated])
    stage.giving_up, stage.hoping = seated[0], school.invite(plan, 3)


def _hold_draft(school: School) -> None:
    plan = Plan(
        courses.TRAINERS,
        tuple(school.calendar.span(day, FULL_DAY) for day in school.calendar.workdays_from(75, 3)),
        HALL,
        20,
        status=BatchStatus.DRAFT,
    )
    school.hold(plan, [])


def act(stage: Stage, actors: dict[str, Actor]) -> None:
    """What the cast does, through the real services, in the scope of Bungo and the caller's transaction."""
    budi, dewi, rina = (actors[one.key] for one in (cast.BUDI, cast.DEWI, cast.RINA))
    _enrol(stage.change, budi)
    enrolments.approve(_enrol(stage.replies, dewi), by=rina)
    if stage.first_in_line is not None:
        _enrol(stage.full, _as_actor(stage.first_in_line))
    _enrol(stage.full, dewi)
    for human in stage.behind:
        _enrol(stage.full, _as_actor(human))
    for human in stage.hoping:
        _enrol(stage.offered, _as_actor(human))
    if stage.giving_up is not None:
        seat = enrolment_queries.own(stage.giving_up.id, stage.offered)
        enrolments.withdraw(seat, by=_as_actor(stage.giving_up))
    for batch_id in stage.to_close:
        closing.request_closing(batches.managed_batch(batch_id), by=actors[cast.MAYA.key])
    db.session.flush()


def _as_actor(human: Human) -> Actor:
    return Actor(None, human.id, human.name)


def _enrol(batch_id: int, actor: Actor) -> Enrolment:
    if actor.employee_id is None:
        raise ValueError("only an employee can enrol")
    return enrolments.enrol(actor.employee_id, batches.managed_batch(batch_id), by=actor)
