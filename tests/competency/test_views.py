"""Every page of standards, assessments and gaps through its real buttons."""

from functools import partial

import pytest
import time_machine
from sqlalchemy import delete, insert, literal, select, update

from app.access.permissions import Role
from app.base.clock import today
from app.base.database import db
from app.base.wording import plain_date
from app.competency.models import (
    Assessment,
    AssessmentDispute,
    AssessmentSource,
    Competency,
    CompetencyEvidence,
    PositionRequirement,
    RatingDraft,
    RuleKind,
    TierRequirement,
)
from app.competency.models.gaps import CompetencyGap, CompetencyRule, GapProfile, GapState, PerformanceRating
from app.competency.models.next_posts import NextGap, NextPost
from app.competency.services import leave_evidence, next_posts
from app.competency.services.assessing import record
from app.organisation.models import Employee, OrgUnit, Position, PositionTier
from tests.support.builders import LONG_AGO, competency_id, make_employee, make_position, make_requirement, make_unit
from tests.support.competency import assess, dinas, make_competency, rate, work_out
from tests.support.towns import town


def this_day():
    return today("Asia/Jakarta")


@pytest.fixture
def asesor(bungo):
    return make_employee("Asep Asesor", roles=[Role.ASSESSOR])


def unit_of(position_id):
    statement = select(OrgUnit.name).join(Position, Position.unit_id == OrgUnit.id).where(Position.id == position_id)
    return db.session.execute(statement).scalar_one()


def evidence_for(person, level=2):
    leave_evidence(person.employee_id, source_key="uji", levels=[(competency_id("M.5"), level)], shown_on=this_day())
    db.session.commit()
    return db.session.execute(select(CompetencyEvidence.id)).scalar_one()


def test_the_map_tells_mean_gaps_and_leads_to_the_people(visit, sari):
    unit, people = dinas("Dinas Dukcapil", 6)
    for one in people:
        assess(one, competency_id("M.5"), 1)
        assess(one, competency_id("M.1"), 2)
    work_out()
    page = visit(sari).open("competency.show_heatmap")
    cells = {attribute.split(", ", 1)[1]: attribute for attribute in page.all(".cell .sr") if ", " in attribute}
    assert cells["Dinas Dukcapil, Pelayanan Publik"] == "kurang 1,0, Dinas Dukcapil, Pelayanan Publik"
    assert cells["Dinas Dukcapil, Integritas"].startswith("memenuhi standar")
    drilled = visit(sari).open("competency.show_heatmap", kotak=unit.id, kompetensi=competency_id("M.5"))
    assert "Pelayanan Publik: kurang 1,0 level" in drilled.text
    assert "6 dari 6 pegawai yang dinilai di bawah standar" in drilled.text
    listed = visit(sari).open(drilled.links["Lihat 6 pegawai di bawah standar"])
    assert len(listed.all("#people_below tbody tr")) == 6
    assert "indeks kesenjangan 25,00, Sedang" in visit(sari).open("competency.show_heatmap", unit=unit.id).text
    sheet = visit(sari).download("competency.download_heatmap_csv").text
    assert "Dinas Dukcapil;6;Pelayanan Publik;6;6;0;2,0;1,0;1,0" in sheet


def test_a_fragment_of_one_cell_is_what_htmx_gets(visit, sari):
    unit, people = dinas("Dinas Dukcapil", 1)
    assess(people[0], competency_id("M.5"), 1)
    work_out()
    found = visit(sari).fragment("competency.show_heatmap", kotak=unit.id, kompetensi=competency_id("M.5"))
    assert found.has("#cell_detail h2")
    assert not found.has("#heat_map")


def test_small_groups_are_hidden_from_whoever_may_not_see_the_people(visit, sari, rina, asesor):
    """Three people of one unit: HR sees them, the assessor sees that they are hidden, and no number gives them away."""
    small, few = dinas("Dinas Kecil", 3)
    for name, count in (("Dinas Sedang", 6), ("Dinas Besar", 9)):
        _unit, people = dinas(name, count)
        for one in people:
            assess(one, competency_id("M.5"), 2)
    for one in few:
        assess(one, competency_id("M.5"), 1)
    work_out()
    open_to_hr = visit(sari).open("competency.show_heatmap").all(".cell .sr")
    assert "kurang 1,0, Dinas Kecil, Pelayanan Publik" in open_to_hr
    page = visit(asesor).open("competency.show_heatmap")
    told = [one for one in page.all(".cell .sr") if "Pelayanan Publik" in one]
    assert "memenuhi standar, Dinas Besar, Pelayanan Publik" in told
    # The next-smallest goes with it, or the total minus the rest would tell.
    assert [one for one in told if "Dinas Kecil" in one or "Dinas Sedang" in one] == []
    hidden = visit(asesor).open("competency.show_heatmap", kotak=small.id, kompetensi=competency_id("M.5"))
    assert "Pelayanan Publik: tidak ditampilkan" in hidden.text
    assert (
        visit(asesor).get(f"/kompetensi/pegawai?unit={small.id}&kompetensi={competency_id('M.5')}").status_code == 403
    )
    beside = db.session.execute(select(OrgUnit.id).where(OrgUnit.name == "Dinas Sedang")).scalar_one()
    inside = visit(asesor).open("competency.show_heatmap", unit=beside)
    assert [one for one in inside.all(".cell .sr") if "Pelayanan Publik" in one] == []
    alone = visit(asesor).open("competency.show_heatmap", kotak=beside, kompetensi=competency_id("M.5"))
    assert "Pelayanan Publik: tidak ditampilkan" in alone.text
    sheet = visit(asesor).download("competency.download_heatmap_csv").text
    assert "Dinas Kecil;n < 5;Pelayanan Publik;n < 5" in sheet
    assert "Jenis jabatan" not in page.all("label")


def test_a_superior_sees_the_people_of_their_own_unit_alone(visit, rina, budi):
    own = db.session.execute(select(CompetencyGap.unit_id).limit(1)).scalar_one_or_none()
    assert own is None
    other, people = dinas("Dinas Lain", 6)
    for one in people:
        assess(one, competency_id("M.5"), 1)
    work_out()
    answer = visit(rina).get(f"/kompetensi/pegawai?unit={other.id}&kompetensi={competency_id('M.5')}")
    assert answer.status_code == 404
    whole = visit(rina).open("competency.list_people_below", kompetensi=competency_id("M.5"))
    assert "Orang" not in whole.text
    make_unit("Badan Lain")
    page = visit(rina).open("competency.show_heatmap")
    assert "Unit Anda: Dinas Kependudukan dan Pencatatan Sipil" in page.all("main a")
    own = visit(rina).open("competency.show_heatmap", unit=db.session.get_one(Position, budi.position_id).unit_id)
    assert own.heading == "Kesenjangan kompetensi: Dinas Kependudukan dan Pencatatan Sipil"
    assert "Unit Anda" not in own.text


def test_a_map_of_no_units_says_so(visit, bungo):
    page = visit(town(0)).open("competency.show_heatmap")
    assert (page.heading, page.all(".empty h2")) == ("Kesenjangan kompetensi", ["Belum ada yang bisa dibandingkan"])


def shown(page, part="tbody"):
    """The cells of one competency that tell something."""
    return [one for one in page.all(f".heat {part} .cell .sr") if "Pelayanan Publik" in one]


def lone_unit(assessed):
    """The only unit of a town, with so many people who lack a level, seen by HR and by an assessor of the unit."""
    officer = town(0)
    unit, people = dinas("Dinas Tunggal", assessed)
    for one in people:
        assess(one, competency_id("M.5"), 1)
    assessor = make_employee("Asep Asesor", roles=[Role.ASSESSOR], position_id=people[0].position_id)
    work_out()
    return unit, officer, assessor


def test_the_only_unit_of_a_town_tells_what_the_whole_tells(visit, bungo):
    unit, officer, assessor = lone_unit(6)
    told = ["kurang 1,0, Dinas Tunggal, Pelayanan Publik"]
    for somebody in (officer, assessor):
        for values in ({}, {"unit": unit.id}):
            page = visit(somebody).open("competency.show_heatmap", **values)
            assert (shown(page), shown(page, "tfoot")) == (told, told)
    assert "1,0 Pelayanan Publik, Dinas Tunggal" in visit(officer).open("competency.show_heatmap").all(".figures dd")
    sheet = visit(officer).download("competency.download_heatmap_csv").text
    assert "Dinas Tunggal;7;Pelayanan Publik;6;6;0;2,0" in sheet
    asked = {"kotak": unit.id, "kompetensi": competency_id("M.5")}
    assert "Pelayanan Publik: kurang 1,0 level" in visit(assessor).open("competency.show_heatmap", **asked).text


def test_the_only_unit_of_a_town_hides_a_small_group_with_its_total(visit, bungo):
    unit, officer, assessor = lone_unit(3)
    page = visit(assessor).open("competency.show_heatmap")
    assert (shown(page), shown(page, "tfoot")) == ([], [])
    assert "kurang dari 5 pegawai" in page.text
    hidden = visit(assessor).open("competency.show_heatmap", kotak=unit.id, kompetensi=competency_id("M.5"))
    assert "Pelayanan Publik: tidak ditampilkan" in hidden.text
    sheet = visit(assessor).download("competency.download_heatmap_csv").text
    assert "Dinas Tunggal;n < 5;Pelayanan Publik;n < 5" in sheet
    assert shown(visit(officer).open("competency.show_heatmap")) == ["kurang 1,0, Dinas Tunggal, Pelayanan Publik"]


def test_three_units_of_a_town_have_a_row_each_and_the_largest_gap_stands_above(visit, sari):
    for name, level in (("Dinas Satu", 2), ("Dinas Dua", 1), ("Dinas Tiga", 2)):
        for one in dinas(name, 5)[1]:
            assess(one, competency_id("M.5"), level)
    work_out()
    page = visit(sari).open("competency.show_heatmap")
    assert sorted(one.split(", ")[-2] for one in shown(page)) == ["Dinas Dua", "Dinas Satu", "Dinas Tiga"]
    assert "1,0 Pelayanan Publik, Dinas Dua" in page.all(".figures dd")


def test_where_no_unit_tells_anything_the_whole_names_the_largest_gap(visit, bungo):
    """Everybody assessed stands above the units."""
    unit, officer, _assessor = lone_unit(5)
    make_unit("Bidang Kosong", parent=unit)
    work_out()
    page = visit(officer).open("competency.show_heatmap")
    assert page.all(".heat tbody th") == ["Bidang Kosong0 pegawai"]
    assert "1,0 Pelayanan Publik, Dinas Tunggal" in page.all(".figures dd")


def test_five_hundred_units_come_in_pages_that_stay_small(visit, sari, bungo):
    _unit, people = dinas("Aa Dinas Pertama", 1)
    assess(people[0], competency_id("M.5"), 1)
    rows = [
        {"government_id": bungo.id, "name": f"Kecamatan {number:03}", "kind": "regional_unit", "starts_on": LONG_AGO}
        for number in range(500)
    ]
    db.session.connection().execute(
        insert(OrgUnit.__table__), [row | {"code": "", "path": "", "version": 1} for row in rows]
    )
    db.session.execute(
        update(OrgUnit).where(OrgUnit.path == "").values(path=literal("/").concat(OrgUnit.id).concat("/"))
    )
    db.session.commit()
    work_out()
    page = visit(sari).open("competency.show_heatmap")
    assert len(page.all(".heat tbody tr")) == 40
    assert len(page.source) < 150_000
    following = visit(sari).open(page.links["Berikutnya"])
    assert following.all(".heat tbody th")[0].startswith("Kecamatan 0")
    assert len(visit(sari).download("competency.download_heatmap_csv").text.splitlines()) > 500 * 9


def test_lists_ask_the_same_number_of_questions_with_one_row_and_three(visit, sari, queries):
    def asked_with(count):
        dinas(f"Dinas {count}", count)
        work_out()
        counted = []
        for endpoint, values in (
            ("competency.show_heatmap", {}),
            ("competency.list_people_below", {"kompetensi": competency_id("M.5")}),
            ("competency.list_standards", {}),
            ("competency.list_competencies", {}),
            ("competency.list_assessing", {}),
            ("competency.show_boxes", {}),
            ("competency.list_ratings", {}),
        ):
            with queries() as asked:
                visit(sari).open(endpoint, **values)
            counted.append(len(asked))
        return counted

    asked_with(1)
    one = asked_with(1)
    assert asked_with(3) == one


def test_a_technical_competency_of_ones_own(visit, sari, budi):
    form = partial(visit(sari).open("competency.show_competency_form").press, "Simpan kompetensi")
    typed = {"code": "T.1", "name": "Layanan Adminduk", "affair": "Administrasi kependudukan", "level_1": "Tahu alur"}
    refused = form(**typed, expect=422)
    assert "Tulis sumbernya." in refused.text
    assert refused.fields["name"] == "Layanan Adminduk"
    page = refused.press("Simpan kompetensi", source="Kamus kementerian")
    assert page.heading == "Layanan Adminduk"
    one = db.session.execute(select(Competency).where(Competency.code == "T.1")).scalar_one()
    make_requirement(budi.position_id, one.id, 2)
    refused = visit(sari).post("competency.create_competency_removal", competency_id=one.id)
    assert refused.status_code == 409
    assert "Masih dipakai oleh 1 standar jabatan" in refused.text
    db.session.rollback()
    db.session.delete(db.session.execute(select(PositionRequirement)).scalar_one())
    db.session.commit()
    gone = visit(sari).open("competency.show_competency", competency_id=one.id).press("Hapus dari kamus")
    assert gone.notices == ["Layanan Adminduk dihapus dari kamus."]
    assert visit(sari).get(f"/kompetensi/kamus/{competency_id('M.1')}/ubah").status_code == 404


def test_a_standard_is_set_from_a_day_and_the_gap_follows(visit, sari, budi):
    assess(budi, competency_id("M.5"), 1)
    work_out()
    key = f"level-{competency_id('M.5')}"
    form = partial(
        visit(sari).open("competency.show_standard_form", position_id=budi.position_id).press, "Simpan standar"
    )
    wrong = visit(sari).post(
        "competency.create_standard_change",
        position_id=budi.position_id,
        fields={key: "9", "valid_from": this_day().isoformat(), "version": "1"},
    )
    assert wrong.status_code == 422
    assert "Level antara 1 dan 5" in wrong.text
    page = form(**{key: "4", "summary": "Melayani di loket."})
    assert page.notices == ["Standar tersimpan."]
    assert "Standar sendiri" in page.text
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).gap == 3
    pdf = visit(sari).download("competency.download_standard", position_id=budi.position_id)
    assert pdf.data.startswith(b"%PDF")


def test_a_standard_copied_in_bulk_and_compared(visit, sari, budi, dewi):
    other = make_position("Penata Layanan Operasional")
    make_requirement(budi.position_id, competency_id("M.5"), 4)
    page = visit(sari).open("competency.show_standard_copy", position_id=budi.position_id)
    nothing = page.press("Salin standar", expect=422)
    assert "Pilih paling sedikit satu jabatan tujuan." in nothing.text
    done = page.press("Salin standar", jabatan=str(other.id))
    assert done.notices == ["Standar disalin ke 1 jabatan."]
    compared = visit(sari).open(f"/kompetensi/standar/banding?jabatan={budi.position_id}&jabatan={other.id}")
    assert "Berbeda" not in compared.text
    # Two posts of one title are told apart by their units, in the heading itself.
    assert compared.all("thead th")[1:] == [
        f"Penata Layanan Operasional, {unit_of(position_id)}" for position_id in (budi.position_id, other.id)
    ]
    differing = visit(sari).open(f"/kompetensi/standar/banding?jabatan={budi.position_id}&jabatan={dewi.position_id}")
    assert "Berbeda" in differing.text
    empty = visit(sari).post(
        "competency.create_standard_copy",
        position_id=dewi.position_id,
        fields={"jabatan": str(other.id), "valid_from": this_day().isoformat()},
    )
    assert empty.status_code == 422
    assert "tidak punya standar sendiri" in empty.text


def test_a_standard_that_asks_nothing_of_its_own_says_so_at_every_door(visit, sari, budi, dewi):
    """The form says whose levels hold, and refuses where not even the tier has any; a copy of nothing is refused."""
    key = f"level-{competency_id('M.5')}"
    page = visit(sari).open("competency.show_standard_form", position_id=budi.position_id)
    assert page.press("Simpan standar", **{key: "4"}).notices == ["Standar tersimpan."]
    page = visit(sari).open("competency.show_standard_form", position_id=budi.position_id)
    saved = page.press("Simpan standar", **{key: ""})
    assert saved.notices == ["Standar tersimpan tanpa level sendiri. Jabatan ini mengikuti bawaan jenjang Pelaksana."]
    assert "Semua level di bawah ini bawaan jenjang Pelaksana." in saved.text
    copy = visit(sari).open("competency.show_standard_copy", position_id=budi.position_id)
    refused = copy.press("Salin standar", jabatan=str(dewi.position_id), expect=422)
    assert "tidak punya standar sendiri pada hari itu, jadi tidak ada yang disalin" in refused.text
    assert refused.has(f"#jabatan-{dewi.position_id}[checked]")
    assert db.session.execute(select(PositionRequirement.position_id)).scalars().all() == []
    db.session.execute(delete(TierRequirement))
    db.session.commit()
    page = visit(sari).open("competency.show_standard_form", position_id=budi.position_id)
    refused = page.press("Simpan standar", summary="Melayani di loket.", expect=422)
    assert "belum punya satu kompetensi pun" in refused.text
    assert "Melayani di loket." in refused.text


def test_a_tier_asked_otherwise_here(visit, sari, budi):
    work_out()
    form = partial(visit(sari).open("competency.show_tier_form", tier="pelaksana").press, "Simpan bawaan jenjang")
    page = form(**{f"level-{competency_id('M.5')}": "3", "source": "Keputusan Bupati 12/2026"})
    assert page.notices == ["1 level bawaan diubah."]
    work_out()
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).required == 3


def technical(government_id, count, *, affairs):
    """So many technical competencies, spread over so many affairs."""
    made = [
        Competency(
            government_id=government_id,
            code=f"T.{index}",
            group="technical",
            name=f"Teknis {index}",
            affair=f"Urusan {index % affairs}",
            sort_order=100,
            source="Uji",
        )
        for index in range(count)
    ]
    db.session.add_all(made)
    db.session.commit()
    return made


@pytest.mark.parametrize("form", ["standard", "tier"])
@pytest.mark.parametrize(
    ("count", "affairs", "summaries"),
    [
        (0, 1, []),
        (3, 3, ["Tambah kompetensi teknis: 3 lagi dalam 3 urusan"]),
        (12, 1, ["Tambah kompetensi teknis: 12 lagi"]),
        (
            300,
            3,
            [
                "Tambah kompetensi teknis: 300 lagi dalam 3 urusan",
                "Urusan 0: 100",
                "Urusan 1: 100",
                "Urusan 2: 100",
            ],
        ),
    ],
)
def test_technical_competencies_wait_by_affair_until_they_are_added(
    visit, sari, budi, bungo, form, count, affairs, summaries
):
    made = technical(bungo.id, count, affairs=affairs)
    opened, button = {
        "standard": (
            partial(visit(sari).open, "competency.show_standard_form", position_id=budi.position_id),
            "standar",
        ),
        "tier": (partial(visit(sari).open, "competency.show_tier_form", tier="pelaksana"), "bawaan jenjang"),
    }[form]
    page = opened()
    assert page.all("main summary") == summaries
    assert len(page.all("main select")) == 9 + count
    assert len(page.all("main details select")) == count
    assert page.has("main details[open]") == (count == 3)
    assert ("Semua kompetensi teknis di kamus sudah tampil." in page.text) == (not count)
    if not made:
        return
    # One is added, a refused form keeps it on top, and what was saved stays there.
    key, source = f"level-{made[-1].id}", "Keputusan 1/2026"
    refused = page.press(f"Simpan {button}", expect=422, **{key: "4", "valid_from": "", "source": source})
    assert refused.fields[key] == "4"
    assert len(refused.all("main details select")) == count - 1
    refused.press(f"Simpan {button}", valid_from=this_day().isoformat())
    again = opened()
    assert again.fields[key] == "4"
    assert not again.has(f"main details #{key}")
    assert len(again.all("main details select")) == count - 1


def test_the_affair_of_a_post_is_open_and_the_others_are_not(visit, sari, budi, bungo):
    technical(bungo.id, 12, affairs=3)
    page = visit(sari).open("competency.show_standard_form", position_id=budi.position_id)
    page.press("Simpan standar", affair="urusan 1")
    page = visit(sari).open("competency.show_standard_form", position_id=budi.position_id)
    assert page.all("details.mt3[open] summary") == ["Urusan 1: 4"]


def test_the_form_of_a_standard_asks_as_often_for_three_technical_competencies_as_for_one(
    visit, sari, budi, bungo, queries
):
    technical(bungo.id, 1, affairs=1)
    address = "competency.show_standard_form"
    visit(sari).open(address, position_id=budi.position_id)
    with queries() as one:
        visit(sari).open(address, position_id=budi.position_id)
    for number in (2, 3):
        make_competency(bungo.id, f"T.{number}", f"Teknis lain {number}", affair=f"Urusan lain {number}")
    with queries() as three:
        visit(sari).open(address, position_id=budi.position_id)
    assert len(one) == len(three)


def test_whatever_is_known_may_be_recorded_of_somebody_whose_post_asks_nothing(visit, sari, bungo):
    person = make_employee("Tanpa Jabatan")
    technical(bungo.id, 12, affairs=2)
    page = visit(sari).open("competency.show_assessment_form", employee_id=person.employee_id)
    assert len(page.all("main details select")) == 12
    assert page.all("main summary")[0] == "Tambah kompetensi teknis: 12 lagi dalam 2 urusan"


def test_a_level_of_a_tier_is_let_go_again(visit, sari, budi, bungo):
    """Back to the national default, and to nothing for a technical competency no nation knows."""
    make_competency(bungo.id)
    page = visit(sari).open("competency.show_tier_form", tier="pelaksana")
    served, technical = f"level-{competency_id('M.5')}", f"level-{competency_id('T.1')}"
    assert page.fields[served] == ""
    assert "Nasional: 1" in page.text
    assert "Tidak diminta" in page.text
    page.press("Simpan bawaan jenjang", **{served: "3", technical: "2", "source": "Keliru"})
    again = visit(sari).open("competency.show_tier_form", tier="pelaksana")
    assert (again.fields[served], again.fields[technical]) == ("3", "2")
    done = again.press("Simpan bawaan jenjang", **{served: "", technical: "", "source": "Perbaikan"})
    assert done.notices == ["2 level bawaan diubah."]
    work_out()
    required = select(CompetencyGap.competency_id, CompetencyGap.required).where(
        CompetencyGap.employee_id == budi.employee_id
    )
    held = {row[0]: row[1] for row in db.session.execute(required)}
    assert held[competency_id("M.5")] == 1
    assert competency_id("T.1") not in held
    nothing = (
        visit(sari)
        .open("competency.show_tier_form", tier="pelaksana")
        .press("Simpan bawaan jenjang", source="Sama saja")
    )
    assert nothing.notices == ["Tidak ada level yang berbeda."]


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        (RuleKind.MAPPING, {"upper-0": "99"}, "nilai 100 tidak masuk rentang"),
        (RuleKind.MAPPING, {"lower-1": "79"}, "Ada celah antara"),
        (RuleKind.MAPPING, {"lower-1": "70"}, "tumpang tindih"),
        (RuleKind.MAPPING, {"lower-0": "banyak"}, "bukan angka"),
        (RuleKind.AXIS, {"name-3": "Lebih", "lower-3": "0", "upper-3": "1"}, "tepat tiga rentang"),
        (RuleKind.POTENTIAL, {"integrity": "20"}, "harus berjumlah 100"),
        (RuleKind.MEASURE, {"years": "0"}, "Antara 1 dan 20 tahun"),
        (RuleKind.PREDICATE, {"score-0": "200"}, "nilai antara 0 dan 100"),
        (RuleKind.MATCH, {"valid_from": "2020-01-01"}, "sudah ditutup"),
    ],
)
def test_versions_that_cannot_be_are_refused_with_what_was_typed(visit, sari, kind, fields, sentence):
    form = partial(visit(sari).open("competency.show_rule_form", kind=kind.value).press, "Simpan versi baru")
    refused = form(**({"source": "Surat edaran"} | fields), expect=422)
    assert sentence in refused.text
    assert refused.fields["source"] == "Surat edaran"


def test_a_new_version_asks_for_everything_anew_and_the_old_one_ends(visit, sari, budi):
    assess(budi, competency_id("M.5"), 1)
    make_requirement(budi.position_id, competency_id("M.5"), 2)
    work_out()
    page = partial(visit(sari).open("competency.show_rule_form", kind="gap_class").press, "Simpan versi baru")
    done = page(source="Edaran 1", **{"lower-0": "60", "upper-1": "60"})
    assert done.notices == ["Versi baru tersimpan. Angka menyusul dalam beberapa menit."]
    assert db.session.execute(select(GapState)).scalar_one().is_behind
    assert "Angka sedang diperbarui" in visit(sari).open("competency.show_heatmap").text
    again = partial(visit(sari).open("competency.show_rule_form", kind="gap_class").press, "Simpan versi baru")
    refused = again(source="Edaran 2", expect=422)
    assert "Sudah ada versi yang mulai pada hari itu" in refused.text
    rows = db.session.execute(select(CompetencyRule).where(CompetencyRule.kind == "gap_class")).scalars().all()
    assert len(rows) == 2


def test_a_version_entered_by_mistake_is_taken_back_before_it_counts(visit, sari, budi, joko, batanghari):
    form = partial(visit(sari).open("competency.show_rule_form", kind="measure").press, "Simpan versi baru")
    first = form(years="4", source="Edaran")
    form(years="5", source="Salah ketik", valid_from=f"{this_day().year + 10}-01-01")
    assert "batalkan versi itu di daftar aturan" in form(years="6", source="Benar", expect=422).text
    listed = visit(sari).open("competency.list_rules")
    own = select(CompetencyRule).where(CompetencyRule.government_id.is_not(None)).order_by(CompetencyRule.id)
    kept, wrong = db.session.execute(own).scalars()
    assert kept.valid_to == wrong.valid_from
    assert visit(joko).post("competency.create_rule_withdrawal", rule_id=wrong.id).status_code == 404
    assert visit(budi).post("competency.create_rule_withdrawal", rule_id=wrong.id).status_code == 403
    done = listed.press("Batalkan versi ini", near="Salah ketik")
    assert done.notices == ["Versi dibatalkan. Yang sebelumnya berlaku lagi."]
    db.session.expire_all()
    assert [one.valid_to for one in db.session.execute(own).scalars()] == [None]
    # An assessment kept with it: from then on it stays.
    assess(budi, competency_id("M.5"), 1, rule_id=kept.id)
    used = done.form("Batalkan versi ini", near="Edaran").send(follow=False)
    assert used.status_code == 409
    assert "Versi ini sudah dipakai" in used.text
    assert first.notices == ["Versi baru tersimpan. Angka menyusul dalam beberapa menit."]


@time_machine.travel("2026-11-30T03:00:00Z", tick=False)
def test_a_version_that_counted_on_an_earlier_day_stays(visit, sari):
    form = visit(sari).open("competency.show_rule_form", kind="measure")
    form.press("Simpan versi baru", years="4", source="Edaran", valid_from="2026-11-29")
    listed = visit(sari).open("competency.list_rules")
    assert "Edaran" in listed.text
    assert "Batalkan versi ini" not in listed.text
    number = db.session.execute(select(CompetencyRule.id).where(CompetencyRule.government_id.is_not(None))).scalar_one()
    assert visit(sari).post("competency.create_rule_withdrawal", rule_id=number).status_code == 409


def test_an_assessor_records_and_the_day_must_be_possible(visit, asesor, budi):
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    work_out()
    search = visit(asesor).open("competency.list_assessing", cari="budi")
    form = partial(visit(asesor).open(search.links["Budi Pratama, S.A.P."]).press, "Simpan penilaian")
    key = f"level-{competency_id('M.5')}"
    future = form(assessed_on="2090-01-01", **{key: "2"}, expect=422)
    assert "Tanggal penilaian ada di masa depan" in future.text
    assert future.fields[key] == "2"
    born = future.press("Simpan penilaian", assessed_on="1950-01-01", expect=422)
    assert "lebih awal dari tanggal lahir" in born.text
    none = born.press("Simpan penilaian", assessed_on=this_day().isoformat(), **{key: ""}, expect=422)
    assert "Belum ada level yang dipilih" in none.text
    done = none.press("Simpan penilaian", **{key: "2"})
    assert done.notices == ["Penilaian Budi Pratama, S.A.P. tersimpan. Peta kesenjangan sudah mengikuti."]
    one = db.session.execute(select(Assessment)).scalar_one()
    assert (one.level, one.valid_until.year - one.assessed_on.year, one.rule_id is not None) == (2, 3, True)
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).gap == 1


def test_evidence_becomes_a_level_only_by_the_assessor(visit, asesor, budi):
    make_requirement(budi.position_id, competency_id("M.5"), 2)
    assess(budi, competency_id("M.5"), 1)
    evidence_id = evidence_for(budi)
    work_out()
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).measured == 1
    page = visit(asesor).open("competency.show_evidence", evidence_id=evidence_id)
    done = page.press("Terima dan tetapkan level", level="2")
    assert done.notices == ["Bukti diterima. Level dan peta kesenjangan sudah mengikuti."]
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).gap == 0
    again = visit(asesor).post(
        "competency.create_evidence_confirmation", evidence_id=evidence_id, fields={"level": "3"}
    )
    assert again.status_code == 409
    assert "Bukti dari pelatihan dan dari pegawai" in visit(budi).open("competency.show_own_gaps").text


def test_evidence_set_aside_needs_a_reason(visit, asesor, budi):
    evidence_id = evidence_for(budi)
    page = visit(asesor).open("competency.show_evidence", evidence_id=evidence_id)
    refused = page.press("Simpan tanpa mengubah level", expect=422)
    assert "Tulis alasannya" in refused.text
    done = refused.press("Simpan tanpa mengubah level", note="Belum ada contoh kerja.")
    assert done.notices == ["Bukti disimpan tanpa mengubah level. Pegawai diberi tahu alasannya."]
    assert "Belum ada contoh kerja." in visit(budi).open("competency.show_own_gaps").text


def test_a_dispute_is_raised_and_answered(visit, asesor, budi, dewi):
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    one = assess(budi, competency_id("M.5"), 1)
    work_out()
    page = visit(budi).open("competency.show_dispute_form", assessment_id=one.id)
    assert "Tulis apa yang tidak sesuai." in page.press("Kirim keberatan", expect=422).text
    sent = page.press("Kirim keberatan", reason="Saya memimpin loket sejak Maret.")
    assert sent.notices == ["Keberatan terkirim. Asesor menjawabnya dengan alasan."]
    assert "Keberatan diperiksa" in sent.text
    assert visit(dewi).get(f"/saya/kesenjangan/keberatan/{one.id}").status_code == 404
    twice = visit(budi).post("competency.create_dispute", assessment_id=one.id, fields={"reason": "Sekali lagi."})
    assert twice.status_code == 409
    dispute_id = db.session.execute(select(AssessmentDispute.id)).scalar_one()
    form = partial(visit(asesor).open("competency.show_dispute", dispute_id=dispute_id).press, "Kirim jawaban")
    done = form(level="2", answer="Contohnya kuat.")
    assert done.notices == ["Jawaban terkirim ke pegawai."]
    own = visit(budi).open("competency.show_own_gaps")
    assert "Level diubah" in own.text
    assert "Contohnya kuat." in own.text
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).gap == 1


def test_rating_oneself_is_kept_tap_by_tap_and_sent(visit, budi):
    work_out()
    page = visit(budi).open("competency.show_self_rating")
    key = f"level-{competency_id('M.5')}"
    kept = visit(budi).post("competency.create_self_draft", fields={key: "2"})
    assert kept.status_code == 303
    tapped = visit(budi).request(
        "POST",
        "/kompetensi/nilai-diri/simpan",
        data={key: "3", "csrf_token": page.token},
        headers={"HX-Request": "true", "HX-Request-Type": "partial"},
    )
    assert (tapped.status_code, tapped.text) == (200, "1 pilihan sudah tersimpan.")
    assert db.session.execute(select(RatingDraft.level)).scalar_one() == 3
    assert visit(budi).open("competency.show_self_rating").fields[key] == "3"
    sent = visit(budi).open("competency.show_self_rating").press("Kirim penilaian")
    assert sent.notices == ["Penilaian diri terkirim."]
    one = db.session.execute(select(Assessment)).scalar_one()
    assert (one.level, one.source) == (3, AssessmentSource.SELF)
    assert db.session.execute(select(RatingDraft.id)).first() is None
    # What somebody says of themself counts for no gap unless a rule says so.
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).measured is None
    empty = visit(budi).post("competency.create_self_rating")
    assert empty.status_code == 422
    assert "Belum ada level yang dipilih" in empty.text
    wrong = visit(budi).post("competency.create_self_draft", fields={key: "7"})
    assert wrong.status_code == 422
    assert visit(budi).post("competency.create_self_draft", fields={"level-999999": "1"}).status_code == 404


def test_a_superior_rates_their_own_people_and_nobody_else(visit, rina, budi, joko):
    work_out()
    listed = visit(rina).open("competency.list_team")
    assert "Budi Pratama, S.A.P." in listed.text
    stranger = make_employee("Orang Lain")
    assert visit(rina).get(f"/kompetensi/tim/{stranger.employee_id}").status_code == 404
    page = visit(rina).open("competency.show_team_rating", employee_id=budi.employee_id)
    sent = page.press("Kirim penilaian", **{f"level-{competency_id('M.5')}": "2"})
    assert sent.notices == ["Penilaian Budi Pratama, S.A.P. terkirim. Ia diberi tahu."]
    assert db.session.get_one(CompetencyGap, (budi.employee_id, competency_id("M.5"))).source == "superior"
    assert "menilai kompetensi Anda" in visit(budi).open("notifications.list_notices").text


def test_nine_boxes_with_counts_and_people(visit, sari, budi, rina):
    assess(budi, competency_id("M.5"), 1)
    rate(budi, "Baik", "80")
    assert "Belum ada yang bisa ditempatkan" in visit(sari).open("competency.show_boxes").text
    work_out()
    page = visit(sari).open("competency.show_boxes")
    assert "1 Kotak 9: kinerja dan potensi tinggi" in " ".join(page.all(".nine__box"))
    people = visit(sari).open("competency.show_boxes", kotak=9)
    assert "Budi Pratama, S.A.P." in people.text
    assert "90,00" in people.text
    assert visit(sari).fragment("competency.show_boxes", kotak=9).has("#box_people")
    assert visit(budi).get("/kompetensi/talenta").status_code == 403


def test_a_predicate_nobody_knows_waits_for_review(visit, sari, budi):
    work_out()
    form = partial(
        visit(sari).open("competency.show_performance_form", employee_id=budi.employee_id).press, "Simpan predikat"
    )
    assert "Isi angka antara 0 dan 100" in form(predicate="Baik", potential="200", expect=422).text
    page = form(predicate="Lumayan")
    assert page.notices == [
        f"Tersimpan, tetapi predikatnya tidak ada dalam tabel tahun {this_day().year - 1}. Periksa ejaannya."
    ]
    assert page.heading == "Predikat yang perlu diperiksa"
    assert page.all("main tbody tr")[0] == f"Budi Pratama, S.A.P. {this_day().year - 1} Lumayan"
    one = db.session.execute(select(PerformanceRating)).scalar_one()
    assert one.score is None
    again = visit(sari).open("competency.show_performance_form", employee_id=budi.employee_id, tahun=one.year)
    done = again.press("Simpan predikat", predicate="sangat baik")
    assert done.notices == ["Tersimpan."]
    assert db.session.execute(select(PerformanceRating.score)).scalar_one() == 100


def test_predicates_to_review_of_every_year_wait_for_hr_who_may_score_them_by_a_later_table(visit, sari, budi, dewi):
    """Never zero meanwhile, and never by a later table by itself; what is still unknown goes on waiting."""
    for somebody, year, predicate in ((budi, 2023, "Istimewa"), (budi, 2025, "istimewa"), (dewi, 2025, "Lumayan")):
        rate(somebody, predicate, None, year=year)
    work_out()
    assert "3 predikat kinerja perlu diperiksa" in visit(sari).open("reports.show_home").text
    assert "perlu diperiksa" not in visit(budi).open("reports.show_home").text
    listed = visit(sari).open("competency.list_ratings").link("Lihat yang perlu diperiksa")
    assert listed.all("main tbody tr") == [
        "Budi Pratama, S.A.P. 2023 Istimewa",
        "Budi Pratama, S.A.P. 2025 istimewa",
        "Dewi Lestari, S.Kom. 2025 Lumayan",
    ]
    profile = db.session.execute(
        select(GapProfile).where(GapProfile.employee_id == budi.employee_id).execution_options(populate_existing=True)
    ).scalar_one()
    assert (profile.predicate, profile.axis_y) == ("istimewa", None)
    form = listed.link("Tambahkan predikat di aturan")
    rows = {f"name-{index}": name for index, name in enumerate(("Sangat Baik", "Baik", "Istimewa"))}
    rows |= {f"score-{index}": score for index, score in enumerate(("100", "80", "95"))}
    form.press("Simpan versi baru", **rows, source="Surat edaran contoh")
    assert db.session.execute(select(PerformanceRating.score)).scalars().all() == [None, None, None]
    waiting = visit(sari).open("competency.list_ratings", periksa=1)
    assert "2 dari yang menunggu ada dalam tabel hari ini, tetapi tidak dalam tabel tahunnya." in waiting.text
    done = waiting.press("Nilai 2 predikat dengan tabel hari ini")
    assert done.notices == ["2 predikat diberi nilai. Kotak talenta menyusul dalam beberapa menit."]
    assert done.all("main tbody tr") == ["Dewi Lestari, S.Kom. 2025 Lumayan"]
    assert "tabel hari ini" not in done.text
    table = db.session.execute(select(CompetencyRule.id).where(CompetencyRule.government_id.is_not(None))).scalar_one()
    asked = select(PerformanceRating.predicate, PerformanceRating.score, PerformanceRating.rule_id)
    found = sorted((row[0], row[1], row[2]) for row in db.session.execute(asked))
    assert found == [("Istimewa", 95, table), ("Lumayan", None, None), ("istimewa", 95, table)]
    row = visit(sari).open("competency.list_ratings", tahun=2023).all("main tbody tr")
    assert row == [f"Budi Pratama, S.A.P. Istimewa 95,0tabel sejak {plain_date(this_day())} –"]
    # Saved again with something else changed: the score stays the one HR decided on.
    form = visit(sari).open("competency.show_performance_form", employee_id=budi.employee_id, tahun=2023)
    form.press("Simpan predikat", integrity="90")
    assert db.session.execute(asked.where(PerformanceRating.year == 2023)).one() == ("Istimewa", 95, table)


def test_nobody_but_hr_scores_predicates_by_a_later_table(visit, budi):
    assert visit(budi).post("competency.create_settlement").status_code == 403


def test_a_rating_of_a_year_before_every_table_waits_and_one_of_next_year_is_refused(visit, sari, budi):
    form = visit(sari).open("competency.show_performance_form", employee_id=budi.employee_id)
    early = form.press("Simpan predikat", year="2015", predicate="Baik")
    assert early.notices == ["Tersimpan, tetapi predikatnya tidak ada dalam tabel tahun 2015. Periksa ejaannya."]
    assert db.session.execute(select(PerformanceRating.score)).scalars().all() == [None]
    late = form.press("Simpan predikat", year=str(this_day().year + 1), predicate="Baik", expect=422)
    assert f"Tahun {this_day().year + 1} belum dimulai." in late.text


def test_people_side_by_side_before_a_post(visit, sari, rina, budi, dewi):
    post = make_position("Kepala Seksi", tier=PositionTier.PENGAWAS)
    assess(budi, competency_id("M.5"), 2)
    assess(dewi, competency_id("M.5"), 1)
    work_out()
    found = visit(sari).open("competency.show_what_if", cari="budi", cari_jabatan="kepala seksi")
    assert "Budi Pratama" in found.text
    address = f"/kompetensi/bandingkan?pegawai={budi.employee_id}&pegawai={dewi.employee_id}&jabatan={post.id}"
    page = visit(sari).open(address)
    rows = page.all("table tbody tr")
    assert any("100,00%" in row and "Memenuhi Syarat (MS)" in row for row in rows if "Budi" in row)
    assert any("50,00%" in row and "Kurang Memenuhi" in row for row in rows if "Dewi" in row)
    stranger = make_employee("Orang Lain")
    work_out()
    mine = f"/kompetensi/bandingkan?pegawai={budi.employee_id}&pegawai={stranger.employee_id}&jabatan={post.id}"
    assert visit(rina).get(mine).status_code == 404


def test_ones_own_page_with_the_next_post(visit, budi):
    post = make_position("Kepala Seksi Terpilih", tier=PositionTier.PENGAWAS)
    assess(budi, competency_id("M.5"), 1)
    work_out()
    page = visit(budi).open("competency.show_own_gaps", jabatan=post.id)
    assert "Kecocokan 50,00%" in page.text
    assert "Kepala Seksi Terpilih" in visit(budi).open("competency.show_own_gaps", cari_jabatan="terpilih").text


def test_a_post_to_aim_at_is_chosen_changed_and_let_go(visit, budi, rina, sari, joko, batanghari):
    post = make_position("Kepala Seksi Terpilih", tier=PositionTier.PENGAWAS)
    other = make_position("Kepala Subbagian Lain", tier=PositionTier.ADMINISTRATOR)
    assess(budi, competency_id("M.5"), 1)
    work_out()
    page = visit(budi).open("competency.show_own_gaps", jabatan=post.id)
    chosen = page.press("Jadikan jabatan tujuan saya")
    assert chosen.notices == ["Kepala Seksi Terpilih menjadi jabatan tujuan Anda."]
    assert "Jabatan tujuan Anda: Kepala Seksi Terpilih" in chosen.text
    assert "Kecocokan 50,00%" in chosen.text
    for person in (rina, sari):
        file = visit(person).open("competency.show_levels", employee_id=budi.employee_id)
        assert "menuju Kepala Seksi Terpilih" in file.text
    assert db.session.execute(select(NextGap.gap, NextGap.at_present)).all() == [(1, False)]
    visit(budi).open("competency.show_own_gaps", jabatan=other.id).press("Jadikan jabatan tujuan saya")
    assert db.session.execute(select(NextGap.gap)).scalars().all() == [2]
    own = visit(budi).post("competency.create_next_post", position_id=budi.position_id)
    assert own.status_code == 409
    assert "Ini jabatan Anda sekarang" in own.text
    assert visit(joko).post("competency.create_next_post", position_id=post.id).status_code == 404
    gone = visit(budi).open("competency.show_own_gaps").press("Lepas jabatan tujuan")
    assert gone.notices == ["Jabatan tujuan dilepas."]
    assert db.session.execute(select(NextPost.id)).first() is None
    assert db.session.execute(select(NextGap.gap)).first() is None


def test_gaps_towards_the_next_post_follow_levels_and_successors(budi, sari):
    post = make_position("Kepala Seksi", tier=PositionTier.PENGAWAS)
    later = make_position("Kepala Seksi Baru", tier=PositionTier.PENGAWAS)
    assess(budi, competency_id("M.5"), 1)
    work_out()
    next_posts.choose(budi.employee_id, post, today=this_day(), by=sari.actor)
    db.session.commit()
    on = {"assessed_on": this_day(), "today": this_day()}
    record(budi.employee_id, {competency_id("M.5"): 2}, source=AssessmentSource.CENTRE, by=sari.actor, **on)
    assert db.session.execute(select(NextGap.gap)).first() is None
    next_posts.follow({post.id: later.id})
    db.session.commit()
    assert db.session.execute(select(NextPost.position_id)).scalar_one() == later.id
    post.ends_on = this_day()
    with pytest.raises(next_posts.NoAim):
        next_posts.choose(budi.employee_id, post, today=this_day(), by=sari.actor)


def test_somebody_elses_competency_is_not_there(visit, sari, batanghari, budi):
    foreign = make_competency(batanghari.id, name="Rahasia Batanghari")
    assert "Rahasia Batanghari" not in visit(sari).open("competency.list_competencies").source
    assert visit(sari).get(f"/kompetensi/kamus/{foreign.id}").status_code == 404
    fields = {f"level-{foreign.id}": "1", "valid_from": this_day().isoformat(), "version": "1"}
    answer = visit(sari).post("competency.create_standard_change", position_id=budi.position_id, fields=fields)
    assert answer.status_code == 404


def test_the_gaps_of_a_post_and_of_its_holders_before_the_next_one(visit, sari, rina, budi, dewi):
    """Everybody who holds the post, what they lack, and how they would stand elsewhere; only people one may see."""
    following = make_position("Kepala Seksi Terpilih", tier=PositionTier.PENGAWAS)
    assess(budi, competency_id("M.5"), 1)
    assess(budi, competency_id("M.1"), 2)
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    work_out()
    page = visit(sari).open("competency.show_standard", position_id=budi.position_id).link("Kesenjangan pemangku")
    rows = page.all("#holders tbody tr")
    assert any("Budi Pratama" in row and "Pelayanan Publik (1 dari 3)" in row for row in rows)
    assert "Pelayanan Publik 3 1 1 2,0" in page.all("table tbody tr")
    found = visit(sari).open("competency.list_holders", position_id=budi.position_id, cari_jabatan="terpilih")
    compared = visit(sari).open(found.links["Kepala Seksi Terpilih"])
    assert any("75,00%" in row and "kurang di 1 kompetensi" in row for row in compared.all("#holders tbody tr"))
    file = visit(rina).open("competency.show_levels", employee_id=budi.employee_id, jabatan=following.id)
    assert "Kecocokan 75,00%" in file.text
    stranger = make_employee("Orang Lain")
    work_out()
    foreign = visit(rina).open("competency.list_holders", position_id=stranger.position_id)
    assert "Orang Lain" not in foreign.text
    assert visit(budi).get(f"/kompetensi/standar/{budi.position_id}/pemangku").status_code == 403


def test_who_is_restricted_is_left_out_of_what_superiors_see(visit, sari, rina, budi):
    """Decision 0024: lists of people leave restricted ones out, and the personnel officers still find them."""
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    assess(budi, competency_id("M.5"), 1)
    rate(budi, "Baik", "80")
    work_out()
    addresses = [
        f"/kompetensi/pegawai?kompetensi={competency_id('M.5')}",
        f"/kompetensi/standar/{budi.position_id}/pemangku",
        "/kompetensi/talenta?kotak=4",
        "/kompetensi/bandingkan?cari=budi",
    ]
    shown = [["Budi Pratama" in visit(one).open(address).text for address in addresses] for one in (sari, rina)]
    assert shown == [[True] * 4] * 2
    db.session.get_one(Employee, budi.employee_id).restricted_on = this_day()
    db.session.commit()
    shown = [["Budi Pratama" in visit(one).open(address).text for address in addresses] for one in (sari, rina)]
    assert shown == [[True] * 4, [False] * 4]
