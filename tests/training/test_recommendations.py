"""Batches recommended to one person: only those they could enrol in now, and why."""

from datetime import timedelta
from decimal import Decimal

import pytest

from app.base.clock import now, today
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Position
from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus, ProgrammeInterest
from app.training.queries import recommendations
from tests.support.builders import (
    competency_id,
    enrol,
    make_batch,
    make_employee,
    make_meeting,
    make_position,
    make_programme,
    make_requirement,
    make_reservation,
    make_unit,
    seat,
)
from tests.support.competency import assess, work_out


def lacks(person, code="M.5", *, has=1, needs=2):
    """A gap of this person, worked out."""
    make_requirement(person.position_id, competency_id(code), needs)
    assess(person, competency_id(code), has)
    work_out()


def closing(code="M.5", level=2, title="Pelayanan Prima", **different):
    return make_programme(title, competencies=[(competency_id(code), level)], **different)


def advised(person, **asked):
    db.session.rollback()
    return recommendations.for_person(person.employee_id, at=now(), day=today("Asia/Jakarta"), **asked)


def offered(person, **asked):
    return [one.batch_id for one in advised(person, **asked).batches]


@pytest.fixture
def gap(budi):
    lacks(budi)
    return closing()


def test_a_batch_that_closes_a_gap_is_recommended_with_its_figures(budi, gap):
    batch = make_batch(programme=gap, seats=5)
    [one] = advised(budi, missing=Decimal(6)).batches
    assert (one.batch_id, one.seats_left, one.hours) == (
        batch.id,
        5,
        6 if one.ends_on.year == today("Asia/Jakarta").year else 0,
    )
    [step] = one.steps
    assert (step.measured, step.required, step.level, step.closed) == (1, 2, 2, 1)


def test_larger_gaps_first(budi):
    lacks(budi, "M.3", needs=3)
    lacks(budi, "M.5")
    small = make_batch(programme=closing("M.5"), starts_in_days=5)
    large = make_batch(programme=closing("M.3", 3, "Komunikasi"), starts_in_days=50)
    assert offered(budi) == [large.id, small.id]


def test_what_nobody_lacks_measured_or_raised_is_left_out(budi, dewi, gap):
    make_batch(programme=closing("M.3"))  # nobody measured M.3
    make_batch(programme=closing("M.5", 1))  # leads no further than Budi is
    there = make_batch(programme=gap)
    assert offered(budi) == [there.id]
    assert advised(dewi).batches == ()


@pytest.mark.parametrize(
    "different",
    [
        {"status": BatchStatus.DRAFT},
        {"status": BatchStatus.CANCELLED},
        {"status": BatchStatus.CLOSED},
        {"policy": EnrolmentPolicy.NOMINATED},
        {"enrolment_opens_at": now() + timedelta(days=1)},
        {"enrolment_closes_at": now() - timedelta(minutes=1)},
        {"seats": 1, "seats_taken": 1},
    ],
    ids="-".join,
)
def test_only_batches_one_could_enrol_in_now(budi, gap, different):
    make_batch(programme=gap, **different)
    assert offered(budi) == []


def test_a_superior_may_also_name_people_where_names_are_asked(budi, gap):
    batch = make_batch(programme=gap, policy=EnrolmentPolicy.NOMINATED)
    assert (offered(budi), offered(budi, by_name=True)) == ([], [batch.id])
    assert advised(budi, by_name=True).batches[0].is_by_name


def test_only_programmes_for_ones_tier_and_kind(budi, bungo):
    lacks(budi)
    make_batch(programme=closing(tiers=["administrator"]))
    make_batch(programme=closing(kinds=["pppk"]))
    fits = make_batch(programme=closing(tiers=["pelaksana"], kinds=["pns"]))
    assert offered(budi) == [fits.id]


@pytest.mark.parametrize(
    ("status", "again"),
    [
        (EnrolmentStatus.PASSED, False),
        (EnrolmentStatus.CONFIRMED, False),
        (EnrolmentStatus.WAITLISTED, False),
        (EnrolmentStatus.REQUESTED, False),
        (EnrolmentStatus.OFFERED, False),
        (EnrolmentStatus.FAILED, True),
        (EnrolmentStatus.NO_SHOW, True),
        (EnrolmentStatus.WITHDRAWN, True),
    ],
)
def test_a_programme_passed_or_in_hand_is_not_recommended_again(budi, gap, status, again):
    earlier = make_batch(programme=gap, starts_in_days=-40)
    seat(budi, earlier).status = status
    db.session.commit()
    later = make_batch(programme=gap)
    assert offered(budi) == ([later.id] if again else [])


def test_a_seat_somebody_waits_for_is_not_free(budi, dewi, gap):
    batch = make_batch(programme=gap, seats=2)
    seat(dewi, batch)
    assert offered(budi) == [batch.id]
    waiting = seat(make_employee("Hasan Basri"), batch)
    waiting.status, waiting.queued_at = EnrolmentStatus.WAITLISTED, now()
    batch.seats_taken -= 1
    db.session.commit()
    assert offered(budi) == []


@pytest.mark.parametrize("policy", [EnrolmentPolicy.OPEN, EnrolmentPolicy.SUPERIOR])
def test_nothing_at_the_time_of_another_meeting(budi, gap, policy):
    other = make_batch(policy=policy, starts_in_days=10)
    enrol(budi, other)
    clash = make_batch(programme=gap, starts_in_days=10)
    assert offered(budi) == []
    make_meeting(clash, now() + timedelta(days=40))
    free = make_batch(programme=gap, starts_in_days=11)
    assert offered(budi) == [free.id]


def test_nothing_that_begins_after_somebody_has_left(budi, gap):
    before, later = (make_batch(programme=gap, starts_in_days=days) for days in (10, 40))
    db.session.get_one(Employee, budi.employee_id).leaves_on = later.starts_on
    db.session.commit()
    assert offered(budi) == [before.id]


def test_seats_kept_for_another_unit(budi, gap):
    home = db.session.get_one(OrgUnit, db.session.get_one(Position, budi.position_id).unit_id)
    until = today("Asia/Jakarta") + timedelta(days=5)
    for_others = make_batch(programme=gap, seats=1)
    make_reservation(for_others, make_unit("Dinas Lain"), until=until)
    for_us = make_batch(programme=gap, seats=1, starts_in_days=12)
    make_reservation(for_us, home, until=until)
    found = advised(budi)
    assert [one.batch_id for one in found.batches] == [for_us.id]
    for_others.reserved_until = today("Asia/Jakarta")
    db.session.commit()
    assert offered(budi) == [for_others.id, for_us.id]


def test_a_free_seat_more_adds_and_removes_nothing(budi, gap):
    first = make_batch(programme=gap, seats=1)
    full = make_batch(programme=gap, seats=1, starts_in_days=12)
    seat(make_employee("Hasan Basri"), full)
    assert offered(budi) == [first.id]
    full.seats += 1
    db.session.commit()
    assert offered(budi) == [first.id, full.id]


def test_programmes_to_ask_for_where_there_is_no_seat(budi, gap):
    [undated] = advised(budi).undated
    assert (undated.title, undated.has_dates, undated.is_wanted) == ("Pelayanan Prima", False, False)
    db.session.add(ProgrammeInterest(programme_id=gap.id, employee_id=budi.employee_id, created_at=now()))
    full = make_batch(programme=gap, seats=1)
    seat(make_employee("Hasan Basri"), full)
    [undated] = advised(budi).undated
    assert (undated.has_dates, undated.is_wanted) == (True, True)
    gap.archived_at = now()
    db.session.commit()
    found = advised(budi)
    assert (found.undated, len(found.gaps)) == ((), 1)


def test_another_government_has_batches_of_its_own(budi, gap, joko, batanghari):
    make_batch(programme=gap)
    assert advised(joko).batches == ()


def test_the_same_questions_for_one_batch_and_for_many(budi, gap, queries):
    def count():
        advised(budi)
        with queries() as asked:
            recommendations.for_person(budi.employee_id, at=now(), day=today("Asia/Jakarta"))
        return len(asked)

    make_batch(programme=gap)
    one = count()
    for number in range(6):
        make_batch(programme=closing(title=f"Program {number}"), starts_in_days=10 + number)
    assert (one, count()) == (1, 1)
    for number in range(3):
        batch = make_batch(programme=gap, starts_in_days=30 + number)
        make_reservation(batch, make_unit(f"Dinas {number}"), until=today("Asia/Jakarta") + timedelta(days=5))
    assert count() == 3


# --- pages ----------------------------------------------------------------------------------------


def test_home_shows_three_with_their_reasons_and_leads_to_the_batch(visit, budi):
    for code in ("M.1", "M.2", "M.3", "M.5"):
        lacks(budi, code)
        make_batch(programme=closing(code, title=f"Program {code}"), number=3)
    home = visit(budi).open("reports.show_home")
    rows = home.all("section[aria-labelledby=rekomendasi] .rows__body")
    assert len(rows) == 3
    assert "1→2. Jabatan Anda meminta level 2." in rows[0]
    assert "tidak bentrok dengan jadwal Anda" in rows[0]
    everything = home.link("Semua yang cocok (4)")
    assert everything.heading == "Rekomendasi untuk Anda"
    assert len(everything.all("#recommendations .rows__body")) == 4
    assert home.link("Program M.1").heading == "Program M.1"


def test_home_without_anything_says_what_to_do(visit, budi, gap):
    home = visit(budi).open("reports.show_home")
    assert "Program berikut menutup kesenjangan ini" in home.text
    page = home.link("Nyatakan minat")
    assert page.heading == "Pelayanan Prima"


def test_the_list_is_narrowed_by_competency_and_month(visit, budi):
    batches = {}
    for code, days in (("M.3", 5), ("M.5", 45)):
        lacks(budi, code)
        batches[code] = make_batch(programme=closing(code, title=f"Program {code}"), starts_in_days=days)
    page = visit(budi).open("training.list_recommendations")

    def shown(one):
        return sorted(one.all("#recommendations .rows__body b"))

    assert shown(page) == ["Program M.3", "Program M.5"]
    assert shown(page.press("Saring", kompetensi=str(competency_id("M.5")))) == ["Program M.5"]
    month = f"{batches['M.5'].starts_on:%Y-%m}"
    assert shown(page.press("Saring", bulan=month)) == ["Program M.5"]
    none = page.press("Saring", kompetensi=str(competency_id("M.3")), bulan=month)
    assert none.all(".empty h2") == ["Tidak ada yang cocok dengan saringan ini"]
    assert shown(none.link("Hapus saringan")) == ["Program M.3", "Program M.5"]


def test_a_superior_goes_on_to_naming_the_person(visit, rina, budi, gap):
    make_batch(programme=gap, policy=EnrolmentPolicy.NOMINATED)
    page = visit(rina).open("organisation.show_file", employee_id=budi.employee_id).link("Rekomendasi")
    assert "Jabatannya meminta level 2." in page.text
    form = page.link("Usulkan")
    assert form.heading.startswith("Usulkan peserta Pelayanan Prima")
    assert form.press("Usulkan yang dipilih").notices == ["1 orang diusulkan dan mendapat kursi."]
    assert offered(budi, by_name=True) == []


def test_hr_sees_it_for_everybody_and_nobody_else_does(visit, sari, dewi, budi, rina, gap):
    make_batch(programme=gap)
    page = visit(sari).open("trainees.list_recommendations", employee_id=budi.employee_id)
    assert page.all("#file_tab .rows__body b") == ["Pelayanan Prima"]
    assert "Usulkan" not in page.links
    assert visit(dewi).get(f"/pegawai/{budi.employee_id}/rekomendasi").status_code == 403
    other = make_employee("Kepala Lain")
    make_employee("Bawahan Lain", position_id=make_position(above=other.position_id).id)
    assert visit(other).get(f"/pegawai/{budi.employee_id}/rekomendasi").status_code == 404


def test_restricted_people_are_not_there_for_a_superior(visit, rina, sari, budi, gap):
    make_batch(programme=gap)
    db.session.get_one(Employee, budi.employee_id).restricted_on = today("Asia/Jakarta")
    db.session.commit()
    assert visit(rina).get(f"/pegawai/{budi.employee_id}/rekomendasi").status_code == 404
    visit(sari).open("trainees.list_recommendations", employee_id=budi.employee_id)
    assert "Pelayanan Prima" in visit(budi).open("reports.show_home").text
