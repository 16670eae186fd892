import threading

import pytest
from sqlalchemy import select

from app.base import scope
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from app.letters import queries
from app.letters import services as letters
from app.letters.facts import Draft, LetterFacts, LetterheadFacts, SeriesFacts
from app.letters.models import Letter, Paper
from app.letters.rules import NoSignatory, Words
from app.letters.services import issuing, letterheads
from app.organisation.models import PlacementKind
from app.proposals import papers
from tests.support.builders import make_employee, make_position, make_unit, place
from tests.support.parallel import PATIENCE_SECONDS, together
from tests.support.proposals import local_today, make_letterhead, make_office

NUMBERS = SeriesFacts("{klasifikasi}/{urut}/{unit}/{tahun}", "DISHUB", "800.2")
VALUES = {"kegiatan": "Uji emisi", "unit": "Dinas", "tujuan": "Mampu.", "dasar": "Rencana kerja."}


def make_draft(unit, key="satu", **different) -> Draft:
    facts = {
        "kind": papers.REQUEST,
        "unit_id": unit.id,
        "source_key": f"test:{key}",
        "addressee": ("Kepala BKPSDM", "di Muara Bungo"),
        "values": VALUES,
    }
    return Draft(**facts | different)


def head_facts(**different) -> LetterheadFacts:
    facts = {
        "government_name": "Pemerintah Kabupaten Bungo",
        "unit_name": "Dinas Perhubungan",
        "address": "",
        "phone": "",
        "email": "",
        "web": "",
        "city": "Muara Bungo",
        "signatory_position_id": None,
        "on_behalf_of": "",
        "paper": Paper.F4,
    }
    return LetterheadFacts(**facts | different)


@pytest.fixture
def office(bungo):
    return make_office()


def test_a_letter_is_numbered_frozen_and_printed_once(app, office, sari):
    letter = letters.issue(make_draft(office.unit), by=sari.actor)
    again = letters.issue(make_draft(office.unit, values=VALUES | {"kegiatan": "Lain"}), by=sari.actor)
    db.session.commit()
    assert again.id == letter.id
    worker.drain()
    letter = queries.letter(letter.id)
    file = db.session.get_one(StoredFile, letter.file_id)
    content = store.read(file)
    assert letter.sha256 == file.sha256
    facts = LetterFacts.from_dict(letter.facts)
    assert facts.number == letter.number
    assert (facts.signer.title, facts.signer.name) == ("Kepala Dinas Perhubungan", "Hasan Basri, S.T.")
    assert LetterFacts.from_dict(facts.to_dict()) == facts
    issuing.print_letter({"letter_id": letter.id}, lambda _done, _total: None)
    assert queries.letter(letter.id).file_id == file.id
    assert store.read(file) == content


@pytest.mark.parametrize(
    ("kind", "title"),
    [(PlacementKind.PLT, "Plt. Kepala Dinas Perhubungan"), (PlacementKind.PLH, "Plh. Kepala Dinas Perhubungan")],
)
def test_whoever_stands_in_on_the_day_signs(office, kind, title):
    stand_in = make_employee("Rudi Hartono, S.H.")
    place(stand_in.employee_id, office.head.position_id, kind)
    signer = letters.draft(make_draft(office.unit), on=local_today()).signer
    assert (signer.title, signer.name) == (title, "Rudi Hartono, S.H.")


def test_a_vacant_post_signs_nothing_and_uses_up_no_number(bungo, sari):
    unit = make_unit("Dinas Kosong")
    make_position("Kepala Dinas Kosong", unit=unit)
    with pytest.raises(NoSignatory, match="Jabatan penanda tangan surat Dinas Kosong sedang kosong"):
        letters.issue(make_draft(unit), by=sari.actor)
    db.session.rollback()
    assert db.session.execute(select(Letter.id)).all() == []


def test_a_unit_without_a_letterhead_uses_the_nearest_above(office, sari):
    division = make_unit("Bidang Uji", parent=office.unit)
    team = make_unit("Seksi Emisi", parent=division)
    assert letters.head_for(team.id).government_name == "Pemerintah Kabupaten Bungo"
    make_letterhead(office.unit, on_behalf_of="Bupati Bungo", paper="f4")
    facts = letters.draft(make_draft(team), on=local_today())
    assert (facts.head.unit_name, facts.paper) == ("Dinas Perhubungan", Paper.F4)
    assert (facts.signer.name, facts.signer.on_behalf_of) == ("Hasan Basri, S.T.", "Bupati Bungo")
    assert facts.head.contacts == "Telepon 0747 21001, surat@penata.example, penata.example"
    letter = letters.issue(make_draft(team), by=sari.actor)
    assert letter.unit_id == office.unit.id
    make_letterhead(division, city="Rantau Pandan")
    assert letters.head_for(team.id).city == "Rantau Pandan"


def test_a_chosen_post_signs_for_the_unit(office):
    secretary = make_position("Sekretaris Dinas", unit=office.unit, above=office.head.position_id)
    make_employee("Nurhayati, S.E.", position_id=secretary.id)
    make_letterhead(office.unit, signatory_position_id=secretary.id, on_behalf_of="Kepala Dinas Perhubungan")
    signer = letters.draft(make_draft(office.unit), on=local_today()).signer
    assert (signer.on_behalf_of, signer.title) == ("Kepala Dinas Perhubungan", "Sekretaris Dinas")


def test_numbers_at_once_leave_no_gap_and_are_given_once(app, bungo, office, sari):
    other = make_office("Dinas Perikanan", head="Mulyadi, S.Pi.", officer="Yanti")
    units, by = (office.unit.id, other.unit.id), sari.actor

    def write(unit_id, key):
        def work():
            letter = letters.issue(Draft(papers.REQUEST, unit_id, f"race:{unit_id}:{key}", ("Kepala",), VALUES), by=by)
            number = letter.unit_id, letter.sequence
            db.session.commit()
            return number

        return work

    works = [write(units[count % 2], count // 2) for count in range(16)]
    found = together(app, bungo.id, works)
    assert sorted(found) == [(unit, number) for unit in sorted(units) for number in range(1, 9)]
    with scope.within(bungo.id):
        rows = db.session.execute(select(Letter.number)).scalars().all()
    assert len(set(rows)) == 16


def test_a_first_letter_of_one_unit_holds_up_no_letter_of_another(app, bungo, office, sari):
    """The first letter of a unit holds the government; were that felt by whoever writes a letter, two who held a series
    and the government crosswise would wait for each other. SQLite has one writer, who waits for nobody."""
    other = make_office("Dinas Perikanan", head="Mulyadi, S.Pi.", officer="Yanti")
    letters.issue(make_draft(office.unit, "lama"), by=sari.actor)
    db.session.commit()
    units, by, many_write = (office.unit.id, other.unit.id), sari.actor, db.engine.dialect.name == "postgresql"
    is_held, is_written = threading.Event(), threading.Event()

    def begin_a_series():
        letters.issue(Draft(papers.REQUEST, units[1], "pertama", ("Kepala",), VALUES), by=by)
        is_held.set()
        is_beside = is_written.wait(PATIENCE_SECONDS / 2) if many_write else True
        db.session.commit()
        return is_beside

    def write_on():
        is_held.wait(PATIENCE_SECONDS / 2)
        letter = letters.issue(Draft(papers.REQUEST, units[0], "lanjut", ("Kepala",), VALUES), by=by)
        db.session.flush()
        is_written.set()
        db.session.commit()
        return letter.sequence

    assert together(app, bungo.id, [begin_a_series, write_on]) == [True, 2]


def test_two_units_of_one_sign_never_share_a_number(office, sari):
    twin = make_office("Dinas Perikanan", head="Mulyadi, S.Pi.", officer="Yanti")
    numbers = [letters.issue(make_draft(one.unit, one.unit.name), by=sari.actor).number for one in (office, twin)]
    assert len(set(numbers)) == 2
    letterheads.save(office.unit, head_facts(), NUMBERS, version=0, by=sari.actor)
    with pytest.raises(WrongField, match="sudah dipakai Dinas Perhubungan"):
        letterheads.save(twin.unit, head_facts(), NUMBERS, version=0, by=sari.actor)


@pytest.mark.parametrize("pattern", ["{urut}", "{tahun}", "{urut}/{tahun}/{nip}", "{urut}/{tahun}/{"])
def test_a_pattern_that_could_repeat_a_number_is_refused(office, sari, pattern):
    with pytest.raises(WrongField) as refusal:
        letterheads.save(office.unit, head_facts(), SeriesFacts(pattern, "DP", "800"), version=0, by=sari.actor)
    assert refusal.value.field == "pattern"


def test_the_slower_of_two_editors_is_told(office, sari):
    letterheads.save(office.unit, head_facts(), NUMBERS, version=0, by=sari.actor)
    with pytest.raises(StaleVersion):
        letterheads.save(office.unit, head_facts(), NUMBERS, version=0, by=sari.actor)


def test_words_of_a_government_hold_from_then_on_and_letters_that_went_out_stay(office, sari):
    first = letters.issue(make_draft(office.unit), by=sari.actor)
    words = Words("Permohonan {kegiatan}", "Bersama ini {unit} memohon.", "Terima kasih.")
    letterheads.save_words(papers.REQUEST, words, version=0, by=sari.actor)
    second = letters.issue(make_draft(office.unit, "dua"), by=sari.actor)
    assert (first.subject, second.subject) == ("Usulan kegiatan Uji emisi", "Permohonan Uji emisi")
    with pytest.raises(WrongField, match="tidak dikenal"):
        letterheads.save_words(papers.REQUEST, Words("{nip}", "x", "y"), version=1, by=sari.actor)
    letterheads.restore_words(papers.REQUEST, by=sari.actor)
    db.session.flush()
    assert queries.words_of(papers.REQUEST).subject == "Usulan kegiatan {kegiatan}"
