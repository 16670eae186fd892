"""Before and after a training: kept once with the result, followed as assessors decide, told to whom it may be."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.access.visitor import EVERYWHERE, Reach
from app.base.clock import today
from app.base.database import db
from app.competency.models import CompetencyEvidence
from app.competency.models.gaps import CompetencyGap
from app.competency.queries import heatmap
from app.competency.services import assessing
from app.jobs import worker
from app.organisation.models import Employee, OrgUnit, Position
from app.training import effects
from app.training.effects import Effect, EffectState
from app.training.models import BatchGap
from app.training.queries import effects as queries
from app.training.services import closing
from app.training.services.effects import freeze
from tests.support.builders import (
    attend,
    competency_id,
    make_batch,
    make_employee,
    make_position,
    make_programme,
    make_requirement,
    make_unit,
    page_of,
    seat,
)
from tests.support.competency import assess, work_out

S = EffectState


def this_day():
    return today("Asia/Jakarta")


@pytest.mark.parametrize(
    ("before", "after", "is_asked", "waits", "state"),
    [
        (None, 1, True, True, S.UNMEASURED),
        (0, 1, True, True, S.NO_GAP),
        (1, None, False, True, S.NO_LONGER_ASKED),
        (1, 0, True, True, S.CLOSED),
        (2, 1, True, True, S.WAITING),
        (2, 1, True, False, S.OPEN),
        (1, None, True, False, S.OPEN),
    ],
)
def test_what_became_of_a_gap(before, after, is_asked, waits, state):
    assert effects.state_of(before, after, is_asked=is_asked, waits=waits) is state


def effect(number: int, gap: int | None, gap_now: int | None, *, waits=False) -> Effect:
    return Effect(number, f"Orang {number}", 5, "Pelayanan", 2, 1, gap, 2, 1, gap_now, waits)


def test_counts_by_competency_with_means_half_up():
    rows = [effect(1, 1, 0), effect(2, 2, 1, waits=True), effect(3, 2, 2), effect(4, 0, 0), effect(5, None, None)]
    [one] = effects.tallies(rows, is_open=True)
    assert (one.people, one.had, one.count("closed"), one.count("waiting"), one.count("open")) == (5, 3, 1, 1, 1)
    # 5 and 3 missing levels of 4 people who were measured.
    assert (one.before, one.after) == (Decimal("1.3"), Decimal("0.8"))
    assert effects.shares([one]) == [(S.CLOSED, 1), (S.WAITING, 1), (S.OPEN, 1)]


def test_small_groups_are_not_told_to_those_who_may_not_see_the_people():
    [few] = effects.tallies([effect(number, 1, 0) for number in range(4)], is_open=False)
    assert (few.is_hidden, few.had, few.before) == (True, None, None)
    [enough] = effects.tallies([effect(number, 1, 0) for number in range(5)], is_open=False)
    assert (enough.had, enough.count("closed"), enough.after) == (5, 5, 0)
    # One of seven is open: it goes, and with it the next-smallest.
    mixed = [effect(number, 1, 0) for number in range(6)] + [effect(7, 1, 1)]
    [one] = effects.tallies(mixed, is_open=False)
    assert (one.count("closed"), one.count("open"), one.had) == (None, None, None)


# --- closing --------------------------------------------------------------------------------------


def lacking(person, *, has: int | None, needs: int):
    make_requirement(person.position_id, competency_id("M.5"), needs)
    if has is not None:
        assess(person, competency_id("M.5"), has)


def finished(people, **different):
    batch = make_batch(
        programme=make_programme(competencies=[(competency_id("M.5"), 2)], **different), starts_in_days=-3
    )
    for person in people:
        seat(person, batch)
        attend(person, batch)
    return batch


def close(batch, sari):
    closing.request_closing(page_of(batch), by=sari.actor)
    db.session.commit()
    worker.drain()
    db.session.rollback()


def frozen():
    db.session.rollback()
    statement = select(BatchGap.employee_id, BatchGap.required, BatchGap.measured, BatchGap.gap, BatchGap.level)
    return sorted(tuple(row) for row in db.session.execute(statement))


def evidence_of(person) -> CompetencyEvidence:
    return db.session.execute(
        select(CompetencyEvidence).where(CompetencyEvidence.employee_id == person.employee_id)
    ).scalar_one()


def confirm(person, level, sari):
    assessing.confirm_evidence(evidence_of(person), level, note="", today=this_day(), by=sari.actor)
    db.session.commit()


def state_of(person, batch) -> EffectState:
    found = queries.of_batch(batch.id, EVERYWHERE).everybody
    return next(one.state for one in found if one.employee_id == person.employee_id)


def test_closing_keeps_what_everybody_who_came_lacked(budi, dewi, rina, sari):
    lacking(budi, has=1, needs=2)
    lacking(dewi, has=None, needs=3)
    lacking(rina, has=1, needs=2)
    work_out()
    batch = finished([budi, dewi])
    seat(rina, batch)
    attend(rina, batch, "absent")
    close(batch, sari)
    assert frozen() == [(budi.employee_id, 2, 1, 1, 2), (dewi.employee_id, 3, None, None, 2)]
    assert (state_of(budi, batch), state_of(dewi, batch)) == (S.WAITING, S.UNMEASURED)


def test_after_follows_what_the_assessor_decides_and_before_stays(budi, dewi, sari):
    for person in (budi, dewi):
        lacking(person, has=1, needs=2)
    work_out()
    batch = finished([budi, dewi])
    close(batch, sari)
    before = frozen()
    confirm(budi, 2, sari)
    assessing.set_evidence_aside(evidence_of(dewi), note="Belum terlihat di pekerjaan.", by=sari.actor)
    db.session.commit()
    assert (state_of(budi, batch), state_of(dewi, batch)) == (S.CLOSED, S.OPEN)
    assert frozen() == before
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).gap == 0


@pytest.mark.parametrize("dies_at", ["_settle", "_print", "_finish"])
def test_a_closing_killed_and_run_again_keeps_the_same(budi, dewi, sari, monkeypatch, dies_at):
    """What was confirmed between the two runs is no 'before'."""
    for person in (budi, dewi):
        lacking(person, has=1, needs=2)
    work_out()
    batch = finished([budi, dewi])
    closing.request_closing(page_of(batch), by=sari.actor)
    db.session.commit()
    real, calls = getattr(closing, dies_at), []

    def dying(*args):
        calls.append(args)
        if dies_at != "_settle" or len(calls) == 2:
            raise SystemExit
        return real(*args)

    monkeypatch.setattr(closing, dies_at, dying)
    with pytest.raises(SystemExit):
        closing.close({"batch_id": batch.id}, lambda _done, _total: db.session.commit())
    db.session.rollback()
    monkeypatch.setattr(closing, dies_at, real)
    first = next(person for person in (budi, dewi) if person.employee_id in {row[0] for row in frozen()})
    confirm(first, 2, sari)
    closing.close({"batch_id": batch.id}, lambda _done, _total: db.session.commit())
    assert frozen() == sorted((one.employee_id, 2, 1, 1, 2) for one in (budi, dewi))
    closing.close({"batch_id": batch.id}, lambda _done, _total: db.session.commit())
    assert len(frozen()) == 2


def test_a_programme_that_raises_nothing_keeps_nothing(budi, sari):
    lacking(budi, has=1, needs=2)
    work_out()
    batch = make_batch(starts_in_days=-3)
    seat(budi, batch)
    attend(budi, batch)
    close(batch, sari)
    assert frozen() == []


# --- units ----------------------------------------------------------------------------------------


def trained(unit, count, *, closed):
    """People of a unit who came from a training with a gap of one; so many of them have closed it."""
    post = make_position(unit=unit)
    make_requirement(post.id, competency_id("M.5"), 2)
    people = [make_employee(f"Orang {unit.id}-{one}", position_id=post.id) for one in range(count)]
    for person in people:
        assess(person, competency_id("M.5"), 1)
    work_out()
    batch = make_batch(programme=make_programme(competencies=[(competency_id("M.5"), 2)]), starts_in_days=-3)
    for person in people:
        freeze(batch.id, batch.programme_id, person.employee_id, on=this_day())
    db.session.commit()
    for person in people[:closed]:
        assess(person, competency_id("M.5"), 2, on=this_day())
    work_out()
    return people


def of_unit(unit, reach):
    db.session.rollback()
    shown = heatmap.unit_named(unit.id) if unit else None
    return queries.of_unit(shown, reach, year=this_day().year, day=this_day())


def test_the_effect_on_a_unit_counts_everything_below_it(bungo):
    above = make_unit("Dinas Atas")
    below = make_unit("Bidang Bawah", parent=above)
    trained(above, 2, closed=1)
    trained(below, 3, closed=2)
    make_unit("Dinas Lain")
    [one] = of_unit(above, EVERYWHERE).rows
    assert (one.people, one.had, one.closed, one.waiting, one.open) == (5, 5, 3, 0, 2)
    assert (one.before, one.after) == (Decimal("1.0"), Decimal("0.4"))
    [part] = of_unit(below, Reach(frozenset({below.path}))).rows
    assert (part.people, part.closed) == (3, 2)
    assert of_unit(above, EVERYWHERE).is_open


def test_somebody_in_two_batches_of_a_year_counts_once(bungo):
    unit = make_unit("Dinas Atas")
    [person] = trained(unit, 1, closed=0)
    again = make_batch(programme=make_programme(competencies=[(competency_id("M.5"), 2)]), starts_in_days=-2)
    freeze(again.id, again.programme_id, person.employee_id, on=this_day())
    db.session.commit()
    [one] = of_unit(unit, EVERYWHERE).rows
    assert (one.people, one.had) == (1, 1)
    assert of_unit(None, EVERYWHERE).rows[0].people == 1


def test_small_groups_are_hidden_with_what_could_be_had_by_subtraction(bungo):
    small, middle, large = make_unit("Dinas Kecil"), make_unit("Dinas Sedang"), make_unit("Dinas Besar")
    trained(small, 3, closed=1)
    trained(middle, 6, closed=1)
    trained(large, 8, closed=4)
    nobody = Reach()
    assert [of_unit(one, nobody).rows[0].is_hidden for one in (small, middle, large)] == [True, True, False]
    [shown] = of_unit(large, nobody).rows
    assert (shown.people, shown.before, shown.after, shown.had) == (8, Decimal("1.0"), Decimal("0.5"), None)
    [whole] = of_unit(None, nobody).rows
    assert (whole.people, whole.is_hidden) == (17, False)


def test_who_knows_a_part_exactly_is_not_told_the_small_rest(bungo):
    top = make_unit("Dinas Atas")
    below = make_unit("Bidang Bawah", parent=top)
    trained(top, 2, closed=0)
    trained(below, 6, closed=3)
    trained(make_unit("Dinas Besar"), 9, closed=3)
    [one] = of_unit(top, Reach(frozenset({below.path}))).rows
    assert one.is_hidden
    [stranger] = of_unit(top, Reach()).rows
    assert (stranger.is_hidden, stranger.people) == (False, 8)


def test_units_below_are_not_told_to_those_who_may_not_see_the_people(bungo):
    top = make_unit("Dinas Atas")
    below = make_unit("Bidang Bawah", parent=top)
    make_unit("Dinas Lain")
    trained(below, 9, closed=3)
    found = of_unit(below, Reach())
    assert (found.is_shown, found.rows) == (False, [])


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture
def closed(budi, dewi, sari):
    for person in (budi, dewi):
        lacking(person, has=1, needs=2)
    work_out()
    batch = finished([budi, dewi])
    close(batch, sari)
    confirm(budi, 2, sari)
    return batch


def test_hr_sees_on_the_batch_who_closed_what(visit, sari, closed, budi, dewi):
    page = visit(sari).open("training.show_managed", batch_id=closed.id).link("Dampak")
    assert page.all(".bars b") == ["1", "1", "0"]
    text = page.text
    assert "level 1 dari 2" in text
    assert "level 2 dari 2" in text
    assert "Menunggu asesor" in text
    assert [name for name in (budi.name, dewi.name) if name not in text] == []


def test_an_organiser_is_told_no_small_group_and_no_name(visit, organiser, closed, budi, dewi):
    page = visit(organiser).open("training.show_effect", batch_id=closed.id)
    assert "n < 5" in page.text
    assert [name for name in (budi.name, dewi.name) if name in page.text] == []


def test_before_it_is_closed_the_page_says_when(visit, sari, bungo):
    page = visit(sari).open("training.show_effect", batch_id=make_batch().id)
    assert page.all(".empty h2") == ["Muncul setelah angkatan ditutup"]


def test_somebody_sees_their_own_before_and_after(visit, budi, closed):
    page = visit(budi).open("competency.show_own_gaps").link("Bandingkan kesenjangan sebelum dan sesudah pelatihan")
    assert page.heading == "Sebelum dan sesudah pelatihan"
    [row] = page.all("#person_effects tbody tr")
    assert "level 1 dari 2" in row
    assert "level 2 dari 2" in row
    assert "Tertutup" in row
    assert "level 2 dari 2" in visit(budi).fragment("training.show_own_effects").text


def test_a_superior_and_hr_see_it_on_the_file_and_nobody_else(visit, rina, sari, budi, dewi, closed):
    for person in (rina, sari):
        page = visit(person).open("competency.show_levels", employee_id=budi.employee_id)
        assert "Tertutup" in page.link("Bandingkan kesenjangan sebelum dan sesudah pelatihan").text
    assert visit(dewi).get(f"/pegawai/{budi.employee_id}/sebelum-sesudah").status_code == 403
    db.session.get_one(Employee, budi.employee_id).restricted_on = this_day()
    db.session.commit()
    assert visit(rina).get(f"/pegawai/{budi.employee_id}/sebelum-sesudah").status_code == 404
    assert budi.name not in visit(rina).open("training.show_unit_effects").text


def test_the_map_leads_to_the_effect_on_the_unit(visit, sari, rina, budi, closed):
    unit = db.session.get_one(OrgUnit, db.session.get_one(Position, budi.position_id).unit_id)
    for person in (sari, rina):
        page = visit(person).open("competency.show_heatmap", unit=unit.id).link("Pengaruh pelatihan pada unit ini")
        assert page.heading == f"Pengaruh pelatihan: {unit.name}"
    drill = visit(sari).open("competency.show_heatmap", kotak=unit.id, kompetensi=competency_id("M.5"))
    assert drill.link("Pengaruh pelatihan di sini").heading == f"Pengaruh pelatihan: {unit.name}"


def test_the_same_questions_for_one_participant_and_for_three(visit, organiser, queries, bungo):
    batch = make_batch(programme=make_programme(competencies=[(competency_id("M.5"), 2)]), starts_in_days=-3)
    path = visit(organiser).address("training.show_effect", batch_id=batch.id)

    def count():
        person = make_employee("Peserta")
        lacking(person, has=1, needs=2)
        work_out()
        freeze(batch.id, batch.programme_id, person.employee_id, on=this_day())
        db.session.commit()
        visit(organiser).get(path)
        with queries() as asked:
            visit(organiser).page(visit(organiser).get(path))
        return len(asked)

    first, _second, third = count(), count(), count()
    assert first == third
