"""Leavings that are written down ahead: kept for their day, taking effect by themselves, taken back before."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Permission, Role
from app.access.visitor import EVERYWHERE, Reach
from app.accounts.queries import reaches
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.base.wording import at, plain_date
from app.initiatives.queries.populations import PERSON, Named, population
from app.organisation import duties, labels, rules
from app.organisation import queries as organisation
from app.organisation.models import Employee, LeavingReason, Placement, PlacementKind
from app.organisation.queries import directory, holders, leavings, positions, staff
from app.organisation.queries.directory import Filters, Turn
from app.organisation.queries.positions import PositionFilters
from app.organisation.services import employees, placements, refresh_directory, structure
from tests.support.builders import LONG_AGO, ZONE, grant, make_employee, make_position, make_unit

TODAY = today(ZONE.key)
LEAVES = TODAY + timedelta(days=40)
EVE, LATER = LEAVES - timedelta(days=1), LEAVES + timedelta(days=20)


@pytest.fixture
def town(cast):
    refresh_directory()
    db.session.commit()
    with scope.within(cast["joko"].government_id):
        refresh_directory()
        db.session.commit()
    return cast


def employee_of(person) -> Employee:
    return db.session.get_one(Employee, person.employee_id, populate_existing=True)


def plan(person, on, by):
    employee = employee_of(person)
    employees.deactivate_employee(employee, on=on, version=employee.version, by=by.actor)
    db.session.commit()


def held_by(person):
    """(post, first day, end) of everything somebody holds or held."""
    rows = select(Placement.position_id, Placement.starts_on, Placement.ends_on).where(
        Placement.employee_id == person.employee_id
    )
    return [tuple(row) for row in db.session.execute(rows.order_by(Placement.starts_on, Placement.id))]


def told(action):
    lines = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
    return [entry.details for entry in db.session.execute(lines).scalars()]


def found_on(day, **filters):
    page = directory.page_on(day, EVERYWHERE, Filters(**filters), Turn(), limit=50)
    return {row.id for row in page.rows}


def noon(day):
    return time_machine.travel(at(day, ZONE.key) + timedelta(hours=12), tick=True)


def test_until_their_day_everything_is_as_it_was_and_from_it_nothing_is(town, sari, budi, rina):
    plan(budi, LEAVES, sari)
    employee = employee_of(budi)
    assert (employee.active, employee.leaves_on) == (True, LEAVES)
    assert organisation.person(budi.employee_id, EVE).position_id == budi.position_id
    assert organisation.person(budi.employee_id, LEAVES).position_id is None
    assert organisation.superior_of(budi.employee_id, TODAY).employee_id == rina.employee_id
    assert budi.employee_id in {row.id for row in directory.page(EVERYWHERE, Filters(), Turn(), limit=50).rows}
    assert budi.employee_id in found_on(EVE)
    assert budi.employee_id not in found_on(LEAVES)
    assert found_on(LEAVES, active=False) == {budi.employee_id}
    asked = [Named(PERSON, employee_id=budi.employee_id)]
    assert [db.session.execute(population(asked, day)).all() != [] for day in (EVE, LEAVES)] == [True, False]
    assert holders.holders_on(LEAVES, [budi.position_id]) == {}
    vacant = positions.positions(LEAVES, PositionFilters(vacant=True), limit=50)
    assert budi.position_id in {row.id for row in vacant}


def test_on_their_day_the_worker_lets_them_go_by_itself_and_once(visit, town, sari, budi):
    plan(budi, LEAVES, sari)
    with noon(EVE):
        duties.follow_the_days()
        assert employee_of(budi).active
        assert visit(budi).open("organisation.show_own_file").heading == "Berkas saya"
    with noon(LEAVES):
        visit(budi).open("organisation.show_own_file", expect=401)  # by the date, although the worker has not come yet
        assert not reaches.reach_of(budi.user_id, Permission.ORGANISATION_OWN_READ, LEAVES).paths
        duties.follow_the_days()
        duties.follow_the_days()
        gone = employee_of(budi)
        assert (gone.active, gone.leaves_on, gone.cut_short) == (False, LEAVES, None)
        page = directory.page(EVERYWHERE, Filters(active=False), Turn(), limit=50)
        assert [row.id for row in page.rows] == [budi.employee_id]
    lines = select(AuditEntry).where(AuditEntry.action == "organisation.employee.deactivated")
    entry = db.session.execute(lines).scalar_one()
    assert (entry.actor_id, entry.details) == (None, {"on": LEAVES.isoformat()})


def test_a_day_begins_where_the_government_is(town, sari, budi):
    """Half past ten in the evening in Jakarta is the next day in Jayapura."""
    organisation.government(budi.government_id).timezone = "Asia/Jayapura"
    db.session.commit()
    plan(budi, LEAVES, sari)
    late = at(EVE, ZONE.key) + timedelta(hours=22, minutes=30)
    with time_machine.travel(late - timedelta(hours=1), tick=False):
        duties.follow_the_days()
        assert employee_of(budi).active
    with time_machine.travel(late, tick=False):
        duties.follow_the_days()
        assert not employee_of(budi).active


def test_each_government_lets_its_own_people_go(town, sari, joko, budi):
    with scope.within(joko.government_id):
        plan(joko, LEAVES, joko)
    plan(budi, LATER, sari)
    with noon(LEAVES):
        duties.follow_the_days()
    assert employee_of(budi).active
    with scope.within(joko.government_id):
        assert not employee_of(joko).active


def test_taken_back_everything_goes_on_as_it_would_have(town, sari, budi, rina):
    other = make_position("Pengelola Arsip")
    soon = TODAY + timedelta(days=5)
    placements.stand_in(budi.employee_id, other, PlacementKind.PLT, on=LONG_AGO, until=LATER, by=sari.actor)
    placements.stand_in(
        budi.employee_id, make_position("Bendahara"), PlacementKind.PLH, on=LONG_AGO, until=soon, by=sari.actor
    )
    db.session.commit()
    before = held_by(budi)
    plan(budi, LEAVES, sari)
    assert sorted(row[2] for row in held_by(budi)) == [soon, LEAVES, LEAVES]
    employees.withdraw_leaving(employee_of(budi), by=sari.actor)
    db.session.commit()
    assert held_by(budi) == before
    employee = employee_of(budi)
    assert (employee.active, employee.leaves_on, employee.cut_short) == (True, None, None)
    assert told("organisation.employee.leaving_withdrawn") == [{"on": LEAVES.isoformat()}]
    employees.withdraw_leaving(employee, by=sari.actor)
    assert len(told("organisation.employee.leaving_withdrawn")) == 1


@pytest.mark.parametrize("day", [LATER, EVE])
def test_another_day_replaces_the_one_before(town, sari, budi, day):
    before = held_by(budi)
    plan(budi, LEAVES, sari)
    plan(budi, day, sari)
    assert employee_of(budi).leaves_on == day
    assert [row[2] for row in held_by(budi)] == [day]
    assert told("organisation.employee.leaving_planned") == [
        {"on": LEAVES.isoformat()},
        {"before": {"on": LEAVES.isoformat()}, "after": {"on": day.isoformat()}},
    ]
    employees.withdraw_leaving(employee_of(budi), by=sari.actor)
    db.session.commit()
    assert held_by(budi) == before


def test_who_leaves_earlier_than_planned_is_gone_at_once(town, sari, budi):
    plan(budi, LEAVES, sari)
    plan(budi, TODAY, sari)
    gone = employee_of(budi)
    assert (gone.active, gone.leaves_on, gone.cut_short) == (False, TODAY, None)
    assert [row[2] for row in held_by(budi)] == [TODAY]
    with pytest.raises(employees.NotServing):
        employees.deactivate_employee(gone, on=LEAVES, version=gone.version, by=sari.actor)
    db.session.rollback()
    with pytest.raises(employees.TookEffect):
        employees.withdraw_leaving(employee_of(budi), by=sari.actor)
    db.session.rollback()
    employees.activate_employee(employee_of(budi), by=sari.actor)
    db.session.commit()
    assert employee_of(budi).leaves_on is None
    duties.follow_the_days()
    assert employee_of(budi).active


def test_a_change_of_the_structure_meanwhile_is_gone_along_with(town, sari, budi):
    unit = make_unit("Dinas Lama")
    post = make_position("Arsiparis", unit=unit)
    person = make_employee("Tono Arsiparis", position_id=post.id)
    refresh_directory()
    plan(person, LEAVES, sari)
    structure.rename_unit(unit, "Dinas Baru", on=EVE, version=unit.version, by=sari.actor)
    db.session.commit()
    assert [row[2] for row in held_by(person)] == [EVE, LEAVES]
    new = organisation.person(person.employee_id, EVE)
    assert (new.unit, new.position) == ("Dinas Baru", "Arsiparis")
    structure.rename_unit(
        db.session.get_one(type(unit), new.unit_id), "Dinas Terbaru", on=LATER, version=1, by=sari.actor
    )
    db.session.commit()
    employees.withdraw_leaving(employee_of(person), by=sari.actor)
    db.session.commit()
    assert [organisation.person(person.employee_id, day).unit for day in (TODAY, LEAVES, LATER)] == [
        "Dinas Lama",
        "Dinas Baru",
        "Dinas Terbaru",
    ]


def test_what_a_change_ahead_had_set_down_for_later_is_cut_too_and_comes_back(town, sari):
    unit = make_unit("Dinas Lama")
    person = make_employee("Tono Arsiparis", position_id=make_position("Arsiparis", unit=unit).id)
    structure.rename_unit(unit, "Dinas Baru", on=LATER, version=unit.version, by=sari.actor)
    db.session.commit()
    plan(person, LEAVES, sari)
    assert [row[2] for row in held_by(person)] == [LEAVES]
    employees.withdraw_leaving(employee_of(person), by=sari.actor)
    db.session.commit()
    assert organisation.person(person.employee_id, LATER).unit == "Dinas Baru"


def test_nobody_is_placed_beyond_their_leaving(town, sari, budi):
    plan(budi, LEAVES, sari)
    other = make_position("Pengelola Arsip")
    words = f"berhenti per {plain_date(LEAVES)}"
    for on in (LEAVES, LATER):
        with pytest.raises(rules.Overlapping, match=words):
            placements.place(budi.employee_id, other, on=on, by=sari.actor)
        db.session.rollback()
    with pytest.raises(rules.Overlapping, match=words):
        placements.stand_in(budi.employee_id, other, PlacementKind.PLT, on=TODAY, until=LATER, by=sari.actor)
    db.session.rollback()
    held = db.session.execute(select(Placement).where(Placement.employee_id == budi.employee_id)).scalar_one()
    for until in (None, LATER):
        with pytest.raises(rules.Overlapping, match=words):
            placements.correct_placement(held, on=LONG_AGO, until=until, by=sari.actor)
        db.session.rollback()
    placements.correct_placement(held, on=LONG_AGO + timedelta(days=1), until=LEAVES, by=sari.actor)
    db.session.commit()
    assert held_by(budi) == [(budi.position_id, LONG_AGO + timedelta(days=1), LEAVES)]


def test_a_new_post_before_the_leaving_ends_with_it_and_goes_on_without_it(town, sari, budi):
    plan(budi, LEAVES, sari)
    other = make_position("Pengelola Arsip")
    placements.place(budi.employee_id, other, on=EVE, by=sari.actor)
    db.session.commit()
    assert held_by(budi) == [(budi.position_id, LONG_AGO, EVE), (other.id, EVE, LEAVES)]
    employees.withdraw_leaving(employee_of(budi), by=sari.actor)
    db.session.commit()
    assert held_by(budi) == [(budi.position_id, LONG_AGO, EVE), (other.id, EVE, None)]


def test_a_post_that_begins_on_or_after_the_day_is_ended_first(town, sari, budi):
    placements.place(budi.employee_id, make_position("Pengelola Arsip"), on=LATER, by=sari.actor)
    db.session.commit()
    employee = employee_of(budi)
    with pytest.raises(RuleBroken, match=plain_date(LATER)):
        employees.deactivate_employee(employee, on=LEAVES, version=employee.version, by=sari.actor)
    db.session.rollback()
    assert employee_of(budi).leaves_on is None


def test_a_form_opened_before_somebody_else_wrote_the_day_changes_nothing(town, sari, budi):
    plan(budi, LEAVES, sari)
    with pytest.raises(StaleVersion):
        employees.deactivate_employee(employee_of(budi), on=LATER, version=1, by=sari.actor)
    db.session.rollback()
    assert employee_of(budi).leaves_on == LEAVES


def test_the_list_of_those_to_come_is_in_the_order_of_their_days_and_within_reach(town, sari, rina, budi, dewi):
    plan(dewi, LEAVES, sari)
    plan(budi, LATER, sari)
    plan(rina, EVE, sari)
    everybody = leavings.to_come(TODAY, EVERYWHERE, limit=10)
    assert [row.name for row in everybody] == [rina.name, dewi.name, budi.name]
    assert [row.position for row in everybody] == [
        organisation.person(one.employee_id, TODAY).position for one in (rina, dewi, budi)
    ]
    own = staff.file_head(budi.employee_id, EVERYWHERE, TODAY).path
    assert [row.name for row in leavings.to_come(TODAY, Reach(frozenset({own})), limit=10)] == [budi.name]
    after = leavings.place_of(rina.employee_id)
    assert [row.name for row in leavings.to_come(TODAY, EVERYWHERE, limit=1, after=after)] == [dewi.name]


# The pages.


def test_sari_writes_it_down_ahead_changes_the_day_and_takes_it_back(visit, town, sari, budi):
    file = visit(sari).open("organisation.show_file", employee_id=budi.employee_id)
    planned = file.link("Nonaktifkan").press("Nonaktifkan pegawai", on=LEAVES.isoformat(), reason="pension")
    assert planned.notices == [f"{budi.name} berhenti per {plain_date(LEAVES)}. Itu berlaku sendiri pada hari itu."]
    assert planned.heading == budi.name
    assert f"Berhenti per {plain_date(LEAVES)}" in planned.text
    assert "Nonaktifkan" not in planned.links
    assert f"Berhenti {plain_date(LEAVES)}" in visit(sari).open("organisation.list_employees", cari="budi").text
    assert "Anda tidak menjabat lagi" in visit(budi).open("organisation.show_own_file").text
    listed = visit(sari).open("organisation.list_employees").link("Yang akan berhenti")
    assert [budi.name in text for text in listed.all("#leavings tbody tr")] == [True]
    again = planned.link("Ubah hari berhenti")
    assert again.fields["on"] == LEAVES.isoformat()
    moved = again.press("Simpan hari berhenti", on=LATER.isoformat())
    assert f"Berhenti per {plain_date(LATER)}" in moved.text
    back = moved.press("Batalkan rencana berhenti")
    assert back.notices == [f"Rencana berhenti {budi.name} dibatalkan. Periksa penempatannya."]
    assert "Sekarang" in back.text
    assert "Belum ada yang dicatat akan berhenti" in visit(sari).open("organisation.list_leavings").text


def test_placing_somebody_who_leaves_says_when_it_ends_and_refuses_what_comes_after(visit, town, sari, budi):
    plan(budi, LEAVES, sari)
    post = make_position("Pengelola Arsip")
    form = visit(sari).open(f"/organisasi/jabatan/{post.id}/penempatan/baru?pegawai={budi.employee_id}")
    assert f"Berhenti per {plain_date(LEAVES)}" in form.text
    late = form.press("Simpan penempatan", on=LATER.isoformat(), expect=409)
    assert "tidak bisa ditempatkan" in late.text
    assert late.fields["on"] == LATER.isoformat()
    done = late.press("Simpan penempatan", on=TODAY.isoformat())
    (said,) = done.notices
    assert said.startswith(f"Tersimpan. Penempatan berlaku mulai {plain_date(TODAY)}.")
    assert said.endswith(f"berakhir {plain_date(LEAVES)}, karena pegawai ini berhenti hari itu.")


def test_who_is_not_ones_own_is_not_in_the_list_and_not_taken_back(visit, town, sari, joko, rina, budi):
    plan(sari, LEAVES, sari)
    assert visit(joko).open("organisation.list_leavings").all("#leavings tbody tr") == []
    assert visit(rina).open("organisation.list_leavings").all("#leavings tbody tr") == []
    visit(budi).open("organisation.list_leavings", expect=403)
    for person, status in ((joko, 404), (budi, 403)):
        answer = visit(person).post("organisation.create_leaving_withdrawal", employee_id=sari.employee_id)
        assert answer.status_code == status
    assert employee_of(sari).leaves_on == LEAVES


def test_the_list_asks_as_much_for_one_as_for_three_and_goes_on_behind_a_page(
    visit, town, sari, budi, dewi, rina, queries
):
    counts = []
    for people in ([budi], [dewi, rina]):
        for person in people:
            plan(person, LEAVES, sari)
        visit(sari).open("organisation.list_leavings")
        with queries() as asked:
            visit(sari).open("organisation.list_leavings")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    for number in range(24):
        plan(make_employee(f"Pegawai {number:02}"), LATER, sari)
    first = visit(sari).open("organisation.list_leavings")
    assert len(first.all("#leavings tbody tr")) == 25
    assert len(first.link("Berikutnya").all("#leavings tbody tr")) == 2


# Why.


def explained(person, reason="dismissed", note="", *, on=LEAVES, by):
    employee = employee_of(person)
    why = employees.Why(reason, note)
    employees.deactivate_employee(employee, on=on, version=employee.version, by=by.actor, why=why)
    db.session.commit()


def why(person):
    employee = employee_of(person)
    return employee.leaving_reason, employee.leaving_note


def test_sari_writes_down_why_and_only_she_and_budi_read_it(visit, town, sari, rina, organiser, auditor, budi):
    file = visit(sari).open("organisation.show_file", employee_id=budi.employee_id).link("Nonaktifkan")
    file.press("Nonaktifkan pegawai", on=LEAVES.isoformat(), reason="dismissed", note="Keputusan 800/17/2026")
    words, note = "Diberhentikan", "Keputusan 800/17/2026"
    for page in (
        visit(sari).open("organisation.show_file", employee_id=budi.employee_id),
        visit(sari).open("organisation.list_leavings"),
        visit(budi).open("organisation.show_own_file"),
    ):
        assert words in page.text
        assert note in page.text
    seen = []
    for person in (rina, organiser, auditor):
        desk = visit(person)
        for path in (
            f"/pegawai/{budi.employee_id}",
            f"/pegawai/{budi.employee_id}/riwayat",
            f"/pegawai/{budi.employee_id}/alasan-berhenti",
            f"/pegawai/{budi.employee_id}/penonaktifan",
            "/pegawai/akan-berhenti",
            "/pegawai?keaktifan=semua",
            "/pegawai.csv?keaktifan=semua",
            "/jejak-audit",
        ):
            answer = desk.get(path)
            seen.append(answer.status_code)
            assert words.encode() not in answer.data, path
            assert note.encode() not in answer.data, path
            assert b"dismissed" not in answer.data, path
    assert 200 in seen


def test_a_superior_sees_the_day_of_their_own_people_and_not_why(visit, town, sari, rina, budi):
    explained(budi, note="Rahasia", by=sari)
    grant(rina.user_id, Role.MANAGER)
    listed = visit(rina).open("organisation.list_leavings")
    [row] = listed.all("#leavings tbody tr")
    assert plain_date(LEAVES) in row
    assert "Alasan" not in listed.text
    file = visit(rina).open("organisation.show_file", employee_id=budi.employee_id)
    assert f"Berhenti per {plain_date(LEAVES)}" in file.text
    assert ["Alasan" in file.text, "Diberhentikan" in file.text, "Rahasia" in file.text] == [False] * 3
    with noon(LEAVES):
        duties.follow_the_days()
        assert "Diberhentikan" in visit(sari).open("organisation.show_file", employee_id=budi.employee_id).text


def test_in_a_list_wider_than_what_one_manages_only_ones_own_say_why(town, sari, budi, dewi):
    for person in (budi, dewi):
        explained(person, by=sari)
    own = staff.file_head(budi.employee_id, EVERYWHERE, TODAY).path
    rows = leavings.to_come(TODAY, EVERYWHERE, limit=10, managed=Reach(frozenset({own})))
    found = {row.name: (bool(row.is_managed), row.reason) for row in rows}
    assert found == {budi.name: (True, "dismissed"), dewi.name: (False, "")}
    assert {row.reason for row in leavings.to_come(TODAY, EVERYWHERE, limit=10)} == {""}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "Pilih alasannya."),
        ({"reason": "other"}, "Tulis alasannya di Keterangan."),
        ({"reason": "other", "note": "  "}, "Tulis alasannya di Keterangan."),
        ({"reason": "death", "note": "x" * 201}, "Paling panjang 200 huruf."),
    ],
)
def test_a_wrong_reason_comes_back_with_what_was_typed(visit, town, sari, budi, typed, sentence):
    form = visit(sari).open("organisation.show_deactivation", employee_id=budi.employee_id)
    again = form.press("Nonaktifkan pegawai", on=LEAVES.isoformat(), **typed, expect=422)
    assert sentence in again.text
    assert again.fields["on"] == LEAVES.isoformat()
    assert again.fields["reason"] == typed["reason"]
    assert employee_of(budi).leaves_on is None
    sent = {"on": LEAVES.isoformat(), "version": "1", "reason": "bosan", "note": "\0"}
    posted = visit(sari).post("organisation.create_deactivation", fields=sent, employee_id=budi.employee_id)
    assert posted.status_code in {400, 422}


def test_every_reason_of_the_list_fits_its_column_and_has_words(town, sari, budi):
    for reason in LeavingReason:
        assert labels.reason(reason)
        explained(budi, reason.value, "n" * 200, by=sari)
        assert why(budi) == (reason.value, "n" * 200)
    assert labels.reason("") == "Belum dicatat"


def test_the_trail_says_that_the_reason_changed_and_never_which(town, sari, budi):
    explained(budi, "pension", by=sari)
    explained(budi, "dismissed", "Rahasia", by=sari)
    assert len(told("organisation.employee.leaving_planned")) == 1
    assert told("organisation.employee.changed") == [{"fields": ["leaving_reason", "leaving_note"]}]
    lines = db.session.execute(select(AuditEntry.details)).scalars()
    assert not any(word in str(one) for one in lines for word in ("dismissed", "pension", "Rahasia"))


def test_what_is_taken_back_or_was_a_mistake_leaves_no_reason(town, sari, budi):
    explained(budi, "pension", "Akhir bulan", by=sari)
    employees.withdraw_leaving(employee_of(budi), by=sari.actor)
    db.session.commit()
    assert why(budi) == ("", "")
    explained(budi, "pension", "Akhir bulan", on=TODAY, by=sari)
    assert why(budi) == ("pension", "Akhir bulan")
    employees.activate_employee(employee_of(budi), by=sari.actor)
    db.session.commit()
    assert why(budi) == ("", "")


def test_the_reason_stays_when_the_day_comes(town, sari, budi):
    explained(budi, "contract_over", by=sari)
    with noon(LEAVES):
        duties.follow_the_days()
    assert (employee_of(budi).active, why(budi)) == (False, ("contract_over", ""))


def test_who_left_without_a_reason_gets_one_and_it_can_be_mended(visit, town, sari, budi):
    plan(budi, TODAY, sari)
    file = visit(sari).open("organisation.show_file", employee_id=budi.employee_id)
    assert "Belum dicatat" in file.text
    form = file.link("Catat alasan berhenti")
    assert form.press("Simpan alasan", reason="other", expect=422).fields["reason"] == "other"
    done = form.press("Simpan alasan", reason="transfer", note="Provinsi Jambi")
    assert done.notices == ["Alasannya tersimpan."]
    assert "Pindah ke instansi lain" in done.text
    stale = form.press("Simpan alasan", reason="death", expect=409)
    assert "sudah diubah orang lain" in stale.text
    assert stale.fields["reason"] == "death"
    assert why(budi) == ("transfer", "Provinsi Jambi")
    again = done.link("Ubah alasan berhenti")
    assert (again.fields["reason"], again.fields["note"]) == ("transfer", "Provinsi Jambi")


def test_nobody_writes_a_reason_for_whoever_stays_or_is_not_theirs(visit, town, sari, rina, joko, budi):
    typed = {"reason": "dismissed", "note": "", "version": "1"}
    answers = [
        visit(person).post("organisation.create_leaving_reason", fields=typed, employee_id=budi.employee_id)
        for person in (sari, joko, rina)
    ]
    assert [one.status_code for one in answers] == [409, 404, 403]
    visit(sari).open("organisation.show_leaving_reason", employee_id=budi.employee_id, expect=409)
    assert why(budi) == ("", "")
    visit(joko).open("organisation.show_leaving_reason", employee_id=budi.employee_id, expect=404)
