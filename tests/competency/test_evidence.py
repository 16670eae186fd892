"""Files that show a level: who may hand them in, what is taken, and who may fetch them."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry, PersonalReading
from app.base.clock import today
from app.base.database import db
from app.competency.models import Assessment, CompetencyEvidence
from app.competency.models.gaps import CompetencyGap
from tests.support.builders import competency_id, make_employee, make_requirement
from tests.support.competency import work_out
from tests.support.lesson_claims import PDF


def this_day():
    return today("Asia/Jakarta")


@pytest.fixture
def asesor(bungo):
    return make_employee("Asep Asesor", roles=[Role.ASSESSOR])


@pytest.fixture
def asked(budi):
    """Budi's post asks level 3 of one competency, and his gaps are known."""
    make_requirement(budi.position_id, competency_id("M.5"), 3)
    work_out()
    return competency_id("M.5")


def hand_in(visit, person, competency, *, content=PDF, name="laporan.pdf", expect=200, **different):
    fields = {"competency_id": str(competency), "level": "3", "title": "Laporan keluhan triwulan II"}
    fields |= {"shown_on": (this_day() - timedelta(days=9)).isoformat()} | different
    page = visit(person).open("competency.show_own_evidence_form")
    return page.press("Kirim bukti", file=(name, content), expect=expect, **fields)


def test_what_an_employee_hands_in_becomes_a_level_only_by_the_assessor(visit, budi, dewi, rina, asesor, sari, asked):
    sent = hand_in(visit, budi, asked)
    assert sent.notices == ["Bukti terkirim. Asesor memeriksanya, lalu Anda diberi tahu."]
    assert "Laporan keluhan triwulan II" in sent.text
    assert db.session.get_one(CompetencyGap, (budi.employee_id, asked)).measured is None
    evidence_id = db.session.execute(select(CompetencyEvidence.id)).scalar_one()
    listed = visit(asesor).open("competency.list_assessing")
    assert "Laporan keluhan triwulan II" in listed.text
    page = visit(asesor).open("competency.show_evidence", evidence_id=evidence_id)
    assert visit(asesor).download("competency.download_evidence_file", evidence_id=evidence_id).data == PDF
    page.press("Terima dan tetapkan level", level="2")
    one = db.session.execute(select(Assessment)).scalar_one()
    assert (one.level, one.note) == (2, "Dari bukti: Laporan keluhan triwulan II")
    assert db.session.get_one(CompetencyGap, (budi.employee_id, asked)).gap == 1
    assert "Unduh bukti" in visit(budi).open("competency.show_own_gaps").text
    assert visit(budi).download("competency.download_own_file", assessment_id=one.id).data == PDF
    who = {"employee_id": budi.employee_id, "assessment_id": one.id}
    for person in (sari, rina):
        assert visit(person).download("competency.download_level_file", **who).data == PDF
        assert visit(person).download(
            "competency.download_evidence_of", employee_id=budi.employee_id, evidence_id=evidence_id
        ).data == PDF  # fmt: skip
    told = db.session.execute(select(AuditEntry.details).where(AuditEntry.action == "competency.evidence.handed_in"))
    assert [row.details["level"] for row in told] == [3]


def test_nobody_else_fetches_a_file(visit, budi, dewi, joko, asesor, asked):
    hand_in(visit, budi, asked)
    evidence_id = db.session.execute(select(CompetencyEvidence.id)).scalar_one()
    assert visit(dewi).get(f"/saya/kesenjangan/bukti/{evidence_id}/berkas").status_code == 404
    assert visit(dewi).get(f"/pegawai/{budi.employee_id}/kompetensi/bukti/{evidence_id}/berkas").status_code == 403
    assert visit(asesor).get(f"/pegawai/{budi.employee_id}/kompetensi/bukti/{evidence_id}/berkas").status_code == 403
    assert visit(joko).get(f"/pegawai/{budi.employee_id}/kompetensi/bukti/{evidence_id}/berkas").status_code == 404
    # A file of one person does not come under another's name.
    assert visit(budi).get(f"/saya/kesenjangan/penilaian/{evidence_id}/berkas").status_code == 404


def test_every_fetch_is_noted(visit, budi, sari, asked):
    hand_in(visit, budi, asked)
    evidence_id = db.session.execute(select(CompetencyEvidence.id)).scalar_one()
    visit(sari).download(
        "competency.download_evidence_of", employee_id=budi.employee_id, evidence_id=evidence_id
    )  # fmt: skip
    noted = db.session.execute(select(PersonalReading.employee_id, PersonalReading.reader_id, PersonalReading.part))
    assert [tuple(row) for row in noted] == [(budi.employee_id, sari.user_id, "levels")]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "kosong.pdf", "Berkas ini kosong."),
        (b"MZ program", "laporan.pdf", "bukan PDF, PNG, JPEG, atau XLSX yang utuh"),
        (b"%PDF-1.7 tanpa akhir", "laporan.pdf", "bukan PDF, PNG, JPEG, atau XLSX yang utuh"),
        (PDF + b"0" * 5 * 1024 * 1024, "besar.pdf", "paling besar 5 MB"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_rest_kept(visit, budi, asked, content, name, sentence):
    refused = hand_in(visit, budi, asked, content=content, name=name, expect=422)
    assert sentence in refused.text
    assert refused.fields["title"] == "Laporan keluhan triwulan II"
    assert db.session.execute(select(CompetencyEvidence.id)).first() is None


@pytest.mark.parametrize(
    ("different", "sentence"),
    [
        ({"shown_on": "2090-01-01"}, "ada di masa depan"),
        ({"shown_on": "1950-01-01"}, "lebih awal dari tanggal lahir"),
        ({"title": ""}, "Tulis nama buktinya."),
    ],
)
def test_evidence_that_cannot_be_is_refused_at_its_field(visit, budi, asked, different, sentence):
    assert sentence in hand_in(visit, budi, asked, expect=422, **different).text


@pytest.mark.parametrize("level", ["0", "6", "-1", "tiga"])
def test_a_level_outside_one_to_five_is_refused(visit, budi, asked, level):
    fields = {"competency_id": str(asked), "level": level, "title": "Laporan", "shown_on": this_day().isoformat()}
    answer = visit(budi).post("competency.create_own_evidence", fields=fields)
    assert answer.status_code == 422
    assert "Pilih salah satu dari daftarnya." in answer.text


def test_an_assessor_records_levels_with_the_file_that_shows_them(visit, asesor, sari, budi, asked):
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "JPEG")
    key = f"level-{asked}"
    page = visit(asesor).open("competency.show_assessment_form", employee_id=budi.employee_id)
    refused = page.press("Simpan penilaian", file=("x.pdf", b"bukan"), **{key: "2"}, expect=422)
    assert "bukan PDF" in refused.text
    assert refused.fields[key] == "2"
    refused.press("Simpan penilaian", file=("foto.png", picture.getvalue()), **{key: "2"})
    one = db.session.execute(select(Assessment)).scalar_one()
    assert one.file_id is not None
    answer = visit(sari).download(
        "competency.download_level_file", employee_id=budi.employee_id, assessment_id=one.id
    )  # fmt: skip
    assert answer.content_type == "image/jpeg"


def test_a_superior_rates_with_the_file_that_shows_it(visit, rina, sari, budi, dewi, asked):
    key = f"level-{asked}"
    page = visit(rina).open("competency.show_team_rating", employee_id=budi.employee_id)
    refused = page.press("Kirim penilaian", file=("laporan.pdf", b"MZ program"), expect=422, **{key: "2"})
    assert "bukan PDF, PNG, JPEG, atau XLSX yang utuh" in refused.text
    assert refused.fields[key] == "2"
    assert db.session.execute(select(Assessment.id)).first() is None
    refused.press("Kirim penilaian", file=("laporan.pdf", PDF))
    one = db.session.execute(select(Assessment)).scalar_one()
    assert (one.level, one.source, one.file_id is None) == (2, "superior", False)
    who = {"employee_id": budi.employee_id, "assessment_id": one.id}
    assert visit(budi).download("competency.download_own_file", assessment_id=one.id).data == PDF
    for person in (rina, sari):
        assert visit(person).download("competency.download_level_file", **who).data == PDF
    assert visit(dewi).get(f"/saya/kesenjangan/penilaian/{one.id}/berkas").status_code == 404
    noted = db.session.execute(select(PersonalReading.reader_id).where(PersonalReading.part == "levels")).scalars()
    assert {rina.user_id, sari.user_id} <= set(noted)
    told = db.session.execute(
        select(AuditEntry.details).where(AuditEntry.action == "competency.assessment.recorded")
    ).scalar_one()
    assert told["file"] == one.file_id


def test_one_rates_oneself_with_or_without_a_file(visit, budi, asked):
    key = f"level-{asked}"
    visit(budi).open("competency.show_self_rating").press("Kirim penilaian", **{key: "3"})
    sent = (
        visit(budi).open("competency.show_self_rating").press("Kirim penilaian", file=("bukti.pdf", PDF), **{key: "2"})
    )
    assert sent.notices == ["Penilaian diri terkirim."]
    found = db.session.execute(select(Assessment.level, Assessment.file_id).order_by(Assessment.id)).all()
    assert [(level, file_id is not None) for level, file_id in found] == [(3, False), (2, True)]


def test_a_file_without_a_level_is_no_rating(visit, budi, asked):
    page = visit(budi).open("competency.show_self_rating")
    refused = page.press("Kirim penilaian", file=("bukti.pdf", PDF), expect=422)
    assert "Belum ada level yang dipilih" in refused.text
    assert "Pilih berkasnya lagi" in refused.text
