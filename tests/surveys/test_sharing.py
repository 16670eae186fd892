"""Free texts as they may be read, and what everybody asked is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.surveys import doing
from app.surveys.doing import Deed
from app.surveys.models import SurveyAnswer, SurveyText, SurveyWave, TextState
from app.surveys.services.texts import take_apart
from tests.support.builders import make_employee
from tests.support.remembering import remembered

# --- free texts -------------------------------------------------------------------------------------------------------


def test_texts_are_read_after_somebody_took_out_who_wrote_them(visit, town):
    said = [f"Komentar {n}" for n in range(9)] + ["Pak Anton 0812 3456 7890 tidak pernah rapat"]
    wave = town.wave(texts=said)
    assert "Belum ada komentar yang ditampilkan" in visit(town.team).open("surveys.list_comments", wave_id=wave.id).text
    browser = visit(town.team)
    key = db.session.execute(select(SurveyText.key).where(SurveyText.text.like("Pak Anton%"))).scalar_one()
    page = browser.open("surveys.list_texts", wave_id=wave.id)
    assert "Periksa: angka panjang" in page.text
    here = {"wave_id": wave.id, "key": key}
    refused = browser.post("surveys.create_text_showing", fields={"told": said[-1]}, **here)
    assert "Masih ada angka panjang" in browser.page(refused, expect=422).text
    told = browser.post("surveys.create_text_showing", fields={"told": "[…] tidak pernah rapat"}, **here)
    assert browser.page(told).notices == ["Komentar ditampilkan."]
    shown = visit(town.team).open("surveys.list_comments", wave_id=wave.id)
    assert "[…] tidak pernah rapat" in shown.text
    assert "Anton" not in shown.text
    assert "Komentar 3" not in shown.text
    kept = db.session.execute(select(SurveyText.state).where(SurveyText.key == key)).scalar_one()
    assert kept == TextState.SHOWN
    assert browser.post("surveys.create_text_withholding", **here).status_code == 303
    assert "rapat" not in visit(town.team).open("surveys.list_comments", wave_id=wave.id).text


def test_a_comment_is_remembered_nowhere_but_on_the_page(visit, town):
    wave = town.wave(texts=[f"Komentar {n} yang tak ada duanya" for n in range(12)])
    page = visit(town.team).open("surveys.list_texts", wave_id=wave.id)
    assert "Komentar 3 yang tak ada duanya" in page.text
    kept = remembered()
    assert "Tampilkan komentar ini" in kept
    assert "tak ada duanya" not in kept


def test_nine_texts_are_read_by_nobody(visit, town):
    wave = town.wave(texts=[f"Komentar {n}" for n in range(9)])
    assert "Komentar 1" not in visit(town.team).open("surveys.list_texts", wave_id=wave.id).text
    key = db.session.execute(select(SurveyText.key).limit(1)).scalar_one()
    forced = {"wave_id": wave.id, "key": key, "fields": {"told": "Terbaca"}}
    assert visit(town.team).post("surveys.create_text_showing", **forced).status_code == 404


def test_texts_keep_nothing_of_the_answer_they_came_with(town):
    wave = town.wave(texts=[f"Komentar {n}" for n in range(12)])
    assert {column.name for column in SurveyText.__table__.c} == {
        "key", "government_id", "wave_id", "item_id", "text", "told", "state",
    }  # fmt: skip
    rows = db.session.execute(select(SurveyText.text).order_by(SurveyText.key)).scalars().all()
    assert sorted(rows) == sorted(f"Komentar {n}" for n in range(12))
    assert not any(db.session.execute(select(SurveyAnswer.texts).where(SurveyAnswer.wave_id == wave.id)).scalars())
    assert take_apart(db.session.get_one(SurveyWave, wave.id)) == 0


# --- Anda bilang, kami lakukan ----------------------------------------------------------------------------------------


@pytest.fixture
def deeds(monkeypatch):
    found = [
        Deed("Peta jabatan baru terbit", "Kepala Bidang", None, "Selesai", "good"),
        Deed("Urusan dalam", is_open=False),
    ]
    monkeypatch.setattr(doing, "_sources", [lambda _wave: found])
    return found


def test_everybody_asked_reads_what_was_found_and_what_is_done_once_it_is_shared(visit, town, deeds):
    wave = town.wave()
    assert "Belum ada yang dibagikan" in visit(town.asked).open("surveys.list_told").text
    visit(town.asked).open("surveys.show_told", wave_id=wave.id, expect=404)
    page = visit(town.team).open("surveys.show_sharing", wave_id=wave.id)
    page.press("Bagikan kepada semua yang ditanya", told="Peta jabatan terbit bulan ini.\nTPP tidak turun.")
    told = visit(town.asked).open("surveys.show_told", wave_id=wave.id)
    assert "Pegawai paham perubahan ini, tetapi belum mau" in told.text
    assert told.all("section[aria-labelledby=bilang] h3")[0] == "Lima unsur"
    assert "TPP tidak turun." in told.text
    assert "Peta jabatan baru terbit" in told.text
    assert "Urusan dalam" not in told.text
    assert "Bidang Promosi" not in told.text
    assert "Urusan dalam" in visit(town.team).open("surveys.show_results", wave_id=wave.id).text
    stranger = make_employee("Tidak Ditanya")
    visit(stranger).open("surveys.show_told", wave_id=wave.id, expect=404)
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("surveys.%"))).scalars().all()
    assert actions == ["surveys.wave.shared"]


def test_sharing_without_words_keeps_the_page_and_an_old_version_is_told(visit, town):
    wave = town.wave()
    browser = visit(town.team)
    page = browser.open("surveys.show_sharing", wave_id=wave.id)
    assert page.press("Bagikan kepada semua yang ditanya", told="", expect=422).heading == "Anda bilang, kami lakukan"
    row = db.session.get_one(SurveyWave, wave.id)
    row.version += 1
    db.session.commit()
    late = page.press("Bagikan kepada semua yang ditanya", told="Kata-kata saya", expect=409)
    assert "Kata-kata saya" in late.source
    assert db.session.get_one(SurveyWave, wave.id).shared_at is None


def test_what_was_shared_can_be_taken_back(visit, town):
    wave = town.wave(shared_at=now() - timedelta(days=1), told="Kami dengar.")
    assert "Kami dengar." in visit(town.asked).open("surveys.show_told", wave_id=wave.id).text
    visit(town.team).open("surveys.show_sharing", wave_id=wave.id).press("Tarik kembali")
    visit(town.asked).open("surveys.show_told", wave_id=wave.id, expect=404)
