"""The many other batches: a year behind us and four months ahead, and a handful with the neighbours."""

from random import Random

from app.demo.courses import (
    BUNGO_COURSES,
    CHANGE_AT_COUNTER,
    COUNTER,
    NEIGHBOUR_COURSES,
    REPLIES,
    Course,
)
from app.demo.plans import ONLINE, Entry, Place, Plan, finished
from app.demo.schedule import AFTERNOON, FULL_DAY, MORNING
from app.demo.training import School
from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus

PLACES = (
    Place("Muara Bungo", "Aula BKPSDM Kabupaten Bungo", "Jl. RM Thaher, Muara Bungo"),
    Place("Muara Bungo", "Aula BKPSDM Kabupaten Bungo", "Jl. RM Thaher, Muara Bungo"),
    Place("Muara Bungo", "Ruang Rapat Badan Perencanaan Pembangunan Daerah"),
    Place("Jambi", "Kampus BPSDM Provinsi Jambi"),
    Place("Padang", "Balai Pelatihan, Kota Padang"),
    Place("Rantau Pandan", "Aula Kantor Camat Rantau Pandan"),
    Place("Jujuhan", "Aula Kantor Camat Jujuhan"),
    Place("Pelepat", "Aula Kantor Camat Pelepat"),
    Place("Tanah Tumbuh", "Aula Kantor Camat Tanah Tumbuh"),
)
TRAINERS = (
    ("Widyaiswara Ahli Madya", "BPSDM Provinsi Jambi"),
    ("Widyaiswara Ahli Muda", "BPSDM Provinsi Jambi"),
    ("Tim pengajar", "BKPSDM Kabupaten Bungo"),
    ("Praktisi", "Dinas Komunikasi dan Informatika Kabupaten Bungo"),
)
# Days before and after today between which batches begin.
PAST_FROM, PAST_UPTO = 20, 290
COMING_FROM, COMING_UPTO = 9, 120
PAST_SHARE = 0.6
DRAFTS = 2
# In turn; every eighth batch asks the superior and then the organiser.
_POLICIES = (
    *(EnrolmentPolicy.OPEN, EnrolmentPolicy.SUPERIOR, EnrolmentPolicy.OPEN, EnrolmentPolicy.OPEN),
    *(EnrolmentPolicy.OPEN, EnrolmentPolicy.TWO_STEPS, EnrolmentPolicy.OPEN, EnrolmentPolicy.OPEN),
)
# Enrolments per employee, over all batches.
EACH = 3
_STORIES = (COUNTER, CHANGE_AT_COUNTER, REPLIES)
_ROUTINE = tuple(course for course in BUNGO_COURSES if course not in _STORIES)


def run_season(school: School, size: int) -> None:
    """Batches in proportion to the size: about one per dozen people in a small government, 300 at most."""
    count = max(30, min(300, size // 12))
    past = round(count * PAST_SHARE)
    people = EACH * size // count
    taught = [COUNTER, COUNTER, *(_ROUTINE[order % len(_ROUTINE)] for order in range(past - 2))]
    for course, days in zip(taught, _spread(school.rng, PAST_FROM, PAST_UPTO, past), strict=True):
        _hold_past(school, course, -days, people)
    for order, days in enumerate(_spread(school.rng, COMING_FROM, COMING_UPTO, count - past)):
        _hold_coming(school, _ROUTINE[-1 - order % len(_ROUTINE)], days, people, order)
    for order in range(DRAFTS):
        school.hold(_plan(school, _ROUTINE[order], COMING_UPTO + 15 * order, people, status=BatchStatus.DRAFT), [])


def _spread(rng: Random, first: int, last: int, count: int) -> list[int]:
    """Days spread evenly between two, each moved a little, in no order."""
    step = (last - first) / count
    days = [first + int(step * (order + rng.random())) for order in range(count)]
    rng.shuffle(days)
    return days


def _hold_past(school: School, course: Course, days: int, people: int) -> None:
    rng = school.rng
    plan = _plan(school, course, days, people, status=BatchStatus.CLOSED)
    humans = school.invite(plan, min(plan.seats, round(people * rng.uniform(0.8, 1.15))))
    school.hold(plan, finished(course, humans, len(plan.spans), rng))


def _hold_coming(school: School, course: Course, days: int, people: int, order: int) -> None:
    """Every third batch is full with people waiting; every seventh is announced and not open yet."""
    rng = school.rng
    opens_days = 7 if order % 7 == 6 else 130
    policy = _POLICIES[order % len(_POLICIES)]
    plan = _plan(school, course, days, people, opens_days=opens_days, policy=policy)
    if school.opens_at(plan) > school.calendar.now:
        school.hold(plan, [])
        return
    is_full = order % 3 == 0
    wanted = plan.seats if is_full else round(plan.seats * rng.uniform(0.35, 0.95))
    humans = school.invite(plan, wanted + 3)
    seated, others = humans[:wanted], humans[wanted:]
    entries = [Entry(one) for one in seated]
    if is_full and len(seated) == plan.seats:
        entries += [Entry(one, EnrolmentStatus.WAITLISTED) for one in others]
    elif policy is EnrolmentPolicy.SUPERIOR:
        entries += [Entry(one, EnrolmentStatus.REQUESTED) for one in others]
    elif policy is EnrolmentPolicy.TWO_STEPS:
        entries += [Entry(one, EnrolmentStatus.APPROVED) for one in others]
    school.hold(plan, entries)


def _plan(
    school: School,
    course: Course,
    days: int,
    people: int,
    *,
    status: BatchStatus = BatchStatus.PUBLISHED,
    policy: EnrolmentPolicy = EnrolmentPolicy.OPEN,
    opens_days: int = 45,
) -> Plan:
    rng = school.rng
    hours = AFTERNOON if course.is_online else FULL_DAY if course.hours > 4 else MORNING
    dates = school.calendar.workdays_from(days, course.meetings)
    return Plan(
        course,
        tuple(school.calendar.span(day, hours) for day in dates),
        ONLINE if course.is_online else rng.choice(PLACES),
        seats=max(8, min(round(people * rng.uniform(0.8, 1.3)), len(school.eligible(course)) // 2)),
        policy=policy,
        status=status,
        opens_days=opens_days,
        trainer=rng.choice(TRAINERS),
    )


def run_neighbour(school: School) -> None:
    """Two programmes with three batches each: one over, one with free seats, one full with two waiting."""
    hall = Place(school.realm.seat, f"Aula {school.realm.training_agency_short}")
    for order, course in enumerate(NEIGHBOUR_COURSES):
        _hold_at(school, course, hall, -40 - 7 * order, seats=12, seated=12)
        _hold_at(school, course, hall, 11 + 3 * order, seats=15, seated=6)
        _hold_at(school, course, hall, 24 + 7 * order, seats=6, seated=6, waiting=2)


def _hold_at(
    school: School, course: Course, hall: Place, days: int, *, seats: int, seated: int, waiting: int = 0
) -> None:
    dates = school.calendar.workdays_from(days, course.meetings)
    status = BatchStatus.CLOSED if days < 0 else BatchStatus.PUBLISHED
    spans = tuple(school.calendar.span(day, FULL_DAY) for day in dates)
    plan = Plan(course, spans, hall, seats, status=status, trainer=("Tim pengajar", school.realm.training_agency_short))
    humans = school.invite(plan, seated + waiting)
    if days < 0:
        school.hold(plan, finished(course, humans, len(spans), school.rng))
        return
    entries = [Entry(one) for one in humans[:seated]]
    entries += [Entry(one, EnrolmentStatus.WAITLISTED) for one in humans[seated:]]
    school.hold(plan, entries)
