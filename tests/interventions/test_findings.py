"""What an action answers is told as the results page tells it, and a later wave says whether it helped."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import EVERYWHERE, Reach
from app.base.clock import today
from app.base.database import db
from app.interventions.models import ActionStatus, InterventionAction, TargetKind, VerifiedBy
from app.interventions.queries import card, findings
from app.sosialisasi.queries import questions
from app.surveys.models import ItemKind
from app.surveys.queries.results import Viewer
from app.surveys.reference import CAUSE_ITEM, causes
from app.training.models import EnrolmentStatus
from tests.support.actions import make_action
from tests.support.builders import grant, make_batch, make_employee, make_unit, seat
from tests.support.counting import queries
from tests.support.initiatives import make_initiative, make_office
from tests.support.sosialisasi import come, make_event, make_round
from tests.support.surveys import drawn, make_instrument, make_wave

UNWILLING, WILLING = (4.4, 2.2, 3.6, 3.4, 3.2), (4.4, 4.2, 3.8, 3.6, 3.4)


@pytest.fixture
def office(bungo):
    return make_office()


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


@pytest.fixture
def change(office):
    return make_initiative(office[0])


def checklist():
    """The shipped causes as one item, under the code they are known by."""
    return {
        "code": CAUSE_ITEM, "kind": ItemKind.MULTIPLE, "text": "Apa yang membuat Anda ragu?",
        "options": [one.text for one in causes()],
    }  # fmt: skip


def two_waves(office, change, *, second=WILLING):
    unit = office[0]
    version = make_instrument("Kesiapan", more=[checklist()])
    first = make_wave(unit, [version], {unit: with_causes(drawn(40, UNWILLING), fears=20)}, initiative_id=change.id)
    later = make_wave(
        unit, [version], {unit: with_causes(drawn(40, second, seed=2), fears=4)},
        initiative_id=change.id, previous_id=first.id,
    )  # fmt: skip
    return first, later


def with_causes(answers, *, fears):
    """So many of these people fear for their post."""
    place = [one.code for one in causes()].index("loss_of_position")
    return [[*one, [place] if number < fears else []] for number, one in enumerate(answers)]


def test_a_finding_is_told_as_it_was_shown(office, change):
    first, _later = two_waves(office, change)
    found = findings.finding(EVERYWHERE, first.id, office[0].id, TargetKind.BARRIER, "desire")
    assert found.answers == 40
    assert 2 < found.value < 2.5
    assert found.words.startswith("Kemauan, Semua yang ditanya: 2,")
    cause = findings.finding(EVERYWHERE, first.id, office[0].id, TargetKind.CAUSE, "loss_of_position")
    assert (cause.value, cause.words.split(": ")[1]) == (50, f"50% dari 40 penjawab, menurut {first.title}.")


def test_what_is_hidden_is_no_finding(office, change, bungo):
    small = make_unit("Bagian kecil")
    version = make_instrument("Kesiapan")
    wave = make_wave(
        office[0], [version], {office[0]: drawn(30, UNWILLING), small: drawn(3, UNWILLING)}, initiative_id=change.id
    )
    assert findings.finding(Reach(frozenset({small.path})), wave.id, small.id, TargetKind.BARRIER, "desire") is None
    assert findings.finding(Reach(), wave.id, office[0].id, TargetKind.BARRIER, "desire") is None


def test_an_effect_is_better_only_beyond_chance(office, change):
    first, later = two_waves(office, change)
    unit, (_head, one, _other) = office
    told = {"wave_id": first.id, "target_kind": TargetKind.BARRIER}
    helped = make_action(change, unit, one, target_code="desire", **told)
    idle = make_action(change, unit, one, target_code="awareness", **told)
    fear = make_action(
        change, unit, one, wave_id=first.id, target_kind=TargetKind.CAUSE, target_code="loss_of_position"
    )
    effect = findings.effect(EVERYWHERE, helped, unit.id)
    assert (effect.wave_id, effect.is_better) == (later.id, True)
    assert effect.words.endswith("naik.")
    assert findings.effect(EVERYWHERE, idle, unit.id).words.endswith("tidak berbeda bermakna.")
    assert not findings.effect(EVERYWHERE, idle, unit.id).is_better
    assert findings.effect(EVERYWHERE, fear, unit.id).is_better
    assert findings.effect(EVERYWHERE, fear, unit.id).words.endswith("turun.")
    assert findings.effect(EVERYWHERE, make_action(change, unit, one), unit.id) is None


def test_a_later_wave_proves_an_action_through_the_page(visit, office, maya, change):
    first, later = two_waves(office, change)
    unit, (_head, one, _other) = office
    action = make_action(
        change, unit, one, wave_id=first.id, target_kind=TargetKind.BARRIER, target_code="desire",
        finding="Kemauan 2,2.", status=ActionStatus.DONE, evidence="Sudah dibicarakan semua.",
    )  # fmt: skip
    page = visit(maya).open("interventions.show_action", action_id=action.id)
    assert "Sesudahnya:" in page.text
    page.press("Terbukti oleh survei")
    db.session.expire_all()
    kept = db.session.execute(select(InterventionAction)).scalar_one()
    assert (kept.status, kept.verified_by, kept.verified_wave_id) == (
        ActionStatus.VERIFIED, VerifiedBy.WAVE, later.id,
    )  # fmt: skip


def test_what_did_not_change_proves_nothing(visit, office, maya, change):
    first, _later = two_waves(office, change, second=UNWILLING)
    unit, (_head, one, _other) = office
    action = make_action(
        change, unit, one, wave_id=first.id, target_kind=TargetKind.BARRIER, target_code="desire",
        status=ActionStatus.DONE, evidence="Sudah dibicarakan semua.",
    )  # fmt: skip
    assert "Terbukti oleh survei" not in visit(maya).open("interventions.show_action", action_id=action.id).text
    assert visit(maya).post("interventions.create_proof", action_id=action.id).status_code == 404


def test_a_plan_from_a_finding_keeps_it(visit, office, maya, change):
    first, _later = two_waves(office, change)
    unit, (_head, one, _other) = office
    form = visit(maya).open(
        "interventions.show_new_action", initiative_id=change.id, gelombang=first.id, jenis="adkar_barrier",
        sasaran="desire", unit=unit.id,
    )  # fmt: skip
    assert "Menjawab temuan" in form.text
    page = form.press("Rencanakan", owner_nip=one.nip)
    assert "Kemauan, Semua yang ditanya" in page.text
    kept = db.session.execute(select(InterventionAction)).scalar_one()
    assert (kept.wave_id, kept.target_code, kept.finding_answers) == (first.id, "desire", 40)


def test_the_card_puts_every_house_side_by_side(office, change, maya, visit):
    _first, later = two_waves(office, change)
    unit, (head, one, other) = office
    event = make_event(unit, change)
    come(make_round(event), one.employee_id)
    make_action(change, unit, other)
    make_action(change, unit, other, due_on=today("Asia/Jakarta").replace(year=2025))
    made = card.card(change, Viewer(EVERYWHERE), EVERYWHERE, today("Asia/Jakarta"))
    (row,) = made.rows
    assert made.wave_id == later.id
    assert (row.name, row.people, row.reach.reached, row.reach.people) == (unit.name, 3, 1, 3)
    assert (row.acted.open, row.acted.late, row.acted.verified) == (2, 1, 0)
    assert row.scores.readiness.n == 40
    assert row.scores.resistance is None
    nobody = card.card(change, Viewer(Reach()), Reach(), today("Asia/Jakarta"))
    assert (nobody.rows, nobody.whole.scores) == ((), None)
    page = visit(maya).open("interventions.show_card", initiative_id=change.id)
    assert unit.name in page.text


def test_each_figure_of_the_card_leads_to_what_it_was_counted_from(office, change, maya, visit, batanghari):
    unit, (_head, one, other) = office
    event = make_event(unit, change)
    come(make_round(event), one.employee_id)
    batch = make_batch(starts_in_days=-1)
    change.starts_on = batch.starts_on
    seat(one, batch).status = EnrolmentStatus.PASSED
    seat(other, batch).status = EnrolmentStatus.NO_SHOW
    action = make_action(change, unit, other)
    db.session.commit()
    page = visit(maya).open("interventions.show_card", initiative_id=change.id)
    records = page.link("50%")
    assert f"Asal angka kartu: {unit.name}" in records.text
    assert records.links[event.title].endswith(f"/{event.id}/jangkauan")
    (row,) = card.batches(change, EVERYWHERE, today("Asia/Jakarta"), unit.path)
    assert (row.id, row.trained.passed, row.trained.no_show) == (batch.id, 1, 1)
    assert row.title in records.text
    assert action.title in records.text
    elsewhere, _people = make_office("Dinas Lain")
    away = visit(maya).open("interventions.show_card_records", initiative_id=change.id, unit=elsewhere.id)
    assert "Belum ada orang terdampak yang menyelesaikan pelatihan" in away.text
    assert "Belum ada tindakan untuk unit ini." in away.text
    assert batch.id == card.batches(change, EVERYWHERE, today("Asia/Jakarta"))[0].id
    everything = page.link("Lihat sosialisasi, pertanyaan, pelatihan, dan tindakan di balik angka ini")
    assert action.title in everything.text
    visit(maya).open("interventions.show_card_records", initiative_id=change.id, unit=999_999, expect=404)
    visit(one).open("interventions.show_card_records", initiative_id=change.id, expect=403)


def test_the_records_ask_as_much_for_three_as_for_one(office, change):
    unit, (_head, one, other) = office
    counts = []
    for _more in range(2):
        make_event(unit, change)
        seat(one, make_batch(starts_in_days=-1)).status = EnrolmentStatus.PASSED
        db.session.commit()
        with queries() as asked:
            card.batches(change, EVERYWHERE, today("Asia/Jakarta"))
            questions.events_of_initiative(change.id, today("Asia/Jakarta"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_card_asks_as_much_for_many_units_as_for_one(office, change):
    two_waves(office, change)
    day = today("Asia/Jakarta")
    with queries() as one:
        card.card(change, Viewer(EVERYWHERE), EVERYWHERE, day)
    for name in ("Dinas Dua", "Dinas Tiga"):
        other, (_head, person, _second) = make_office(name)
        make_action(change, other, person)
    with queries() as three:
        made = card.card(change, Viewer(EVERYWHERE), EVERYWHERE, day)
    assert len(made.rows) == 3
    assert len(three) == len(one)
