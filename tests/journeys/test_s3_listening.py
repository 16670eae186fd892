"""S3: Rina's people say how ready they are, nobody learns who said what, something is done, and the next wave tells."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.base.clock import now
from app.base.database import db
from app.interventions.models import ActionStatus, InterventionAction
from app.jobs import worker
from app.organisation.models import PositionTier
from app.surveys.models import InstrumentVersion, SurveyAnswer, SurveyParticipation, SurveyWave
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import tokens
from tests.support.builders import ZONE, grant, make_employee, make_position, make_unit
from tests.support.initiatives import make_initiative
from tests.support.waves import token_of

# Places from 0 on the five elements, three statements each: they understand, and do not want it.
UNWILLING = (4, 3, 4, 1, 0, 1, 3, 2, 3, 3, 2, 3, 2, 3, 3)
WILLING = (4, 4, 4, 4, 3, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3)


@pytest.fixture
def dinas(bungo):
    """A dinas of thirteen under Rina, and three people in a unit of their own below it."""
    unit = make_unit("Dinas Kearsipan")
    small = make_unit("Seksi Kecil", parent=unit)
    head = make_position("Kepala Dinas Kearsipan", unit=unit, tier=PositionTier.JPT_PRATAMA)
    rina = make_employee("Rina Kartika", position_id=head.id, female=True)
    post = make_position("Arsiparis", unit=unit, above=head.id)
    people = [make_employee(f"Arsiparis {number}", position_id=post.id) for number in range(12)]
    few = make_position("Pengelola arsip", unit=small, above=head.id)
    people += [make_employee(f"Pengelola {number}", position_id=few.id) for number in range(3)]
    return unit, rina, people


@pytest.fixture
def maya(dinas):
    person = make_employee("Maya Lestari", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


def prepare(visit, maya, unit, change, title, *, previous=""):
    """A wave from nothing to open, through the pages."""
    version = db.session.execute(select(InstrumentVersion).order_by(InstrumentVersion.id)).scalars().first()
    form = visit(maya).open("surveys.show_new_wave")
    drafted = form.press(
        "Simpan rancangan", title=title, purpose="Supaya penjelasan dan pelatihan tepat sasaran.",
        unit_id=str(unit.id), initiative_id=str(change.id), first_version=str(version.id), previous_id=previous,
        closes_at=f"{now().astimezone(ZONE) + timedelta(days=60):%Y-%m-%dT16:00}",
    )  # fmt: skip
    drafted.press("Tambah penjawab", kind="subtree", unit_id=str(unit.id))
    opened = visit(maya).open("surveys.list_waves").link(title).press("Buka gelombang")
    assert opened.notices
    worker.work_off()
    return db.session.execute(select(SurveyWave).where(SurveyWave.title == title)).scalar_one()


def answer(visit, wave, people, places):
    """Everybody answers on a phone of their own, page by page; some lean a place up, some a place down."""
    order = {f"p-{item.id}": place for place, item in enumerate(items_of_wave(wave.id))}
    for number, person in enumerate(people):
        page = visit.stranger().open(tokens.path_of(token_of(wave, person))).press("Mulai")
        while page.heading != "Jawaban Anda sudah dihitung":
            names = {one.attrs["name"] for one in page.tree.query("input[type=radio]")}
            chosen = {name: str(min(4, max(0, places[order[name]] + number % 3 - 1))) for name in names}
            page = page.press("Lanjut" if "Lanjut" in page.buttons else "Kirim jawaban", **chosen)


def close(visit, maya, title):
    visit(maya).open("surveys.list_waves").link(title).press("Tutup sekarang")
    worker.work_off()


def test_from_a_question_to_a_proof(visit, dinas, maya):
    unit, rina, people = dinas
    change = make_initiative(unit, "Penggabungan bidang", short_name="penggabungan bidang")
    visit(maya).open("surveys.show_shipped", kind="adkar15").press("Ambil instrumen ini")
    first = prepare(visit, maya, unit, change, "Gelombang pertama")
    visit(rina).open("surveys.show_results", wave_id=first.id, expect=404)
    answer(visit, first, people[:14], UNWILLING)
    visit(rina).open("surveys.show_results", wave_id=first.id, expect=404)
    close(visit, maya, "Gelombang pertama")

    result = visit(rina).open("surveys.list_results").link("Gelombang pertama")
    assert result.heading == "Tim Anda paham perubahan ini, tetapi belum mau"
    assert "Kemauan adalah titik hambat." in result.text
    assert "Seksi Kecil" not in result.text
    kept = db.session.execute(select(SurveyAnswer)).scalars().all()
    assert {one.group_id for one in kept} == {kept[0].group_id}
    assert not db.session.execute(select(SurveyParticipation.token_hash)).scalars().first()

    form = result.link("Tambah tindakan")
    assert "Bincang empat mata" in form.text
    helper = people[0]
    planned = form.press("Rencanakan", unit_id=str(unit.id), owner_nip=helper.nip)
    assert "Kemauan, Semua yang ditanya: 1," in planned.text or "Kemauan, Semua yang ditanya: 2," in planned.text
    own = visit(helper).open("interventions.list_own").link("Bincang empat mata")
    own.press("Saya sanggupi").press("Tandai selesai", evidence="Semua orang diajak bicara, catatannya ada.")
    told = visit(maya).open("surveys.show_sharing", wave_id=first.id)
    told.press("Bagikan kepada semua yang ditanya", told="Kami akan membicarakan tugas dan tunjangan.")
    seen = visit(people[5]).open("surveys.list_told").link("Gelombang pertama")
    assert "Bincang empat mata" in seen.text

    second = prepare(visit, maya, unit, change, "Gelombang kedua", previous=str(first.id))
    answer(visit, second, people, WILLING)
    close(visit, maya, "Gelombang kedua")
    action = db.session.execute(select(InterventionAction)).scalar_one()
    proved = visit(rina).open("interventions.show_action", action_id=action.id).press("Terbukti oleh survei")
    assert "naik" in proved.text
    db.session.expire_all()
    assert db.session.execute(select(InterventionAction)).scalar_one().status == ActionStatus.VERIFIED
    card = visit(maya).open("interventions.show_card", initiative_id=change.id)
    assert unit.name in card.text
