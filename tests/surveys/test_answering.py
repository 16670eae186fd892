"""The form from the mail to the last press, without signing in and without JavaScript."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.visitor import SYSTEM
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.organisation.services import refresh_directory
from app.surveys.models import ItemKind, NamedAnswer, SurveyAnswer, SurveyParticipation, SurveyWave, WaveMode
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import branching, columns, tokens
from app.surveys.rules.waves import NotOpen
from app.surveys.services import answering, closing
from tests.support.builders import make_employee
from tests.support.waves import AGREEMENT, answer, close_wave, given_to, make_version, open_wave, token_of


def path(wave, person):
    return tokens.path_of(token_of(wave, person))


def answers(wave):
    db.session.rollback()
    return db.session.execute(select(func.count(SurveyAnswer.key)).where(SurveyAnswer.wave_id == wave.id)).scalar_one()


def agreed(page, place="3"):
    return dict.fromkeys({one.attrs["name"] for one in page.tree.query("input[type=radio]")}, place)


def test_three_minutes_without_signing_in(visit, wave, crowd):
    start = visit().open(path(wave, crowd[0]))
    assert start.heading == wave.title
    assert "Dinas Kearsipan, 12 orang yang ditanya" in start.text
    assert "Yang tidak bisa diketahui" in start.text
    first = start.press("Mulai")
    assert "Pernyataan 1 tentang penggabungan bidang." in first.text
    second = first.press("Lanjut", **agreed(first))
    assert second.press("Kembali").fields.items() >= agreed(first).items()
    thanks = second.press("Kirim jawaban", **{f"p-{items_of_wave(wave.id)[-1].id}": "Tugas baru belum jelas."})
    assert thanks.heading == "Jawaban Anda sudah dihitung"
    kept = db.session.execute(select(SurveyAnswer)).scalar_one()
    assert kept.marks == bytes([4, 4, 4])
    assert list(kept.texts.values()) == ["Tugas baru belum jelas."]
    mine = db.session.execute(select(SurveyParticipation).where(SurveyParticipation.done)).scalar_one()
    assert (mine.employee_id, mine.token_hash, mine.code_hash) == (crowd[0].employee_id, None, None)


def test_nothing_is_kept_before_it_is_sent(visit, wave, crowd):
    first = visit().open(path(wave, crowd[0])).press("Mulai")
    first.press("Lanjut", **agreed(first))
    assert answers(wave) == 0
    assert visit().open(path(wave, crowd[0])).heading == wave.title


def test_gaps_come_back_with_everything_in_it(visit, wave, crowd):
    first = visit().open(path(wave, crowd[0])).press("Mulai")
    some = dict(sorted(agreed(first).items())[1:])
    back = first.press("Lanjut", expect=422, **some)
    assert "Ada 1 jawaban yang perlu dilengkapi" in back.text
    assert back.fields.items() >= some.items()


def test_a_double_submit_counts_once(visit, wave, crowd):
    first = visit().open(path(wave, crowd[0])).press("Mulai")
    last = first.press("Lanjut", **agreed(first))
    last.press("Kirim jawaban")
    again = last.press("Kirim jawaban", expect=404)
    assert again.heading == "Formulir ini tidak bisa dibuka"
    assert "sudah dihitung" in again.text
    assert answers(wave) == 1


def test_spent_guessed_mistyped_and_foreign_tokens_look_alike(visit, unit, wave, crowd):
    assert answer(wave, crowd[0])
    spent = visit().open(path(wave, crowd[0]), expect=404).text
    good = token_of(wave, crowd[1])
    for text in (good[:-1] + ("0" if good[-1] != "0" else "1"), "tebak", good + "0", "a" * 500):
        assert visit().open(f"/survei/{text}", expect=404).text == spent
    assert "dipakai sekali, selama surveinya masih terbuka" in spent
    other = open_wave(unit, title="Gelombang lain")
    assert token_of(other, crowd[1]) != good
    assert answer(other, crowd[1])
    assert visit().open(path(wave, crowd[1])).heading == wave.title
    # Without the installation's key nobody makes one from numbers that anybody can count.
    assert tokens.token_of(wave.id, 0) not in {token_of(wave, one) for one in crowd}


def test_no_session_is_needed_and_none_is_begun(visit, wave, crowd):
    browser = visit()
    address = path(wave, crowd[0])
    chosen = {f"p-{one.id}": "2" for one in items_of_wave(wave.id) if one.kind == ItemKind.SCALE}
    sent = browser.request("POST", address, data=chosen | {"halaman": "2", "arah": "lanjut"})
    assert sent.status_code == 200
    assert "Jawaban Anda sudah dihitung" in sent.text
    assert answers(wave) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("p-{0}", "7", "tidak ada dalam pilihan"),
        ("p-{0}", "-1", "tidak ada dalam pilihan"),
        ("p-{0}", "x" * 5000, "tidak ada dalam pilihan"),
        ("p-{3}", "x" * 5000, "Paling panjang 2.000 huruf"),
    ],
)
def test_what_is_off_the_scale_gets_a_sentence(visit, wave, crowd, field, value, words):
    ids = [one.id for one in items_of_wave(wave.id)]
    fields = {f"p-{one}": "2" for one in ids[:3]} | {field.format(*ids): value}
    sent = visit().request("POST", path(wave, crowd[0]), data=fields | {"halaman": "2", "arah": "lanjut"})
    assert sent.status_code == 422
    assert words in sent.text
    assert answers(wave) == 0


@pytest.fixture
def branched(unit, crowd):
    first = {"kind": ItemKind.SINGLE, "options": ["Ya", "Tidak"]}
    only_no = {
        "kind": ItemKind.SCALE,
        "options": AGREEMENT,
        "page": 2,
        "shown_if": branching.condition("K1", [1]),
    }
    last = {"kind": ItemKind.MULTIPLE, "options": ["Tugas", "TPP"], "page": 3, "is_required": False}
    return open_wave(unit, make_version(items=(first, only_no, last)))


def test_a_branch_asks_only_those_it_concerns(visit, branched, crowd):
    ids = [one.id for one in items_of_wave(branched.id)]
    first = visit().open(path(branched, crowd[0])).press("Mulai")
    assert "Pernyataan 2" in first.press("Lanjut", **{f"p-{ids[0]}": "1"}).text
    last = first.press("Lanjut", **{f"p-{ids[0]}": "0"})
    assert "Pernyataan 3" in last.text
    last.press("Kirim jawaban", **{f"p-{ids[2]}": "1"})
    kept = db.session.execute(select(SurveyAnswer.marks)).scalar_one()
    assert kept == bytes([1, columns.NOTHING, columns.LEFT, columns.CHOSEN])


def test_whoever_goes_back_and_takes_another_branch_loses_nothing(visit, branched, crowd):
    ids = [one.id for one in items_of_wave(branched.id)]
    second = visit().open(path(branched, crowd[0])).press("Mulai").press("Lanjut", **{f"p-{ids[0]}": "1"})
    third = second.press("Lanjut", **{f"p-{ids[1]}": "4"})
    first = third.press("Kembali").press("Kembali")
    last = first.press("Lanjut", **{f"p-{ids[0]}": "0"})
    assert last.press("Kirim jawaban").heading == "Jawaban Anda sudah dihitung"
    kept = db.session.execute(select(SurveyAnswer.marks)).scalar_one()
    assert kept == bytes([1, columns.NOTHING, columns.LEFT, columns.LEFT])


def test_an_answer_to_a_branch_that_was_not_asked_is_refused(visit, branched, crowd):
    ids = [one.id for one in items_of_wave(branched.id)]
    fields = {f"p-{ids[0]}": "0", f"p-{ids[1]}": "4", "halaman": "2", "arah": "lanjut"}
    sent = visit().request("POST", path(branched, crowd[0]), data=fields)
    assert sent.status_code == 422
    assert "tidak ditanyakan kepada Anda" in sent.text
    assert answers(branched) == 0


@pytest.fixture
def colleagues(bungo, joko):
    make_employee("Suryadi Tanjung, S.E.")
    make_employee("Bagus Pratama")
    refresh_directory()
    with scope.within(joko.government_id):
        make_employee("Zulkarnain")
        refresh_directory()
    db.session.commit()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Pak Suryadi tidak mau membantu.", "nama orang"),
        ("kata bu rina kita pasti dipindah", "nama orang"),
        ("PAK SURYADI PILIH KASIH", "nama orang"),
        ("Menurut saya Suryadi tidak adil.", "nama orang"),
        ("suryadi tanjung tidak adil", "nama orang"),
        ("Suryadi tidak adil.", "nama orang"),
        ("NIP 198001012005011234 tahu semuanya", "nomor induk (NIP)"),
        ("1508012345670001", "NIK"),
        ("hubungi 0812-3456-7890", "nomor telepon"),
        ("tulis ke andi@bungo.example", "alamat surel"),
    ],
)
def test_a_text_that_seems_to_name_somebody_is_asked_about_first(visit, wave, crowd, colleagues, text, held):
    ids = [one.id for one in items_of_wave(wave.id)]
    first = visit().open(path(wave, crowd[0])).press("Mulai")
    last = first.press("Lanjut", **agreed(first))
    warned = last.press("Kirim jawaban", expect=422, **{f"p-{ids[-1]}": text})
    assert warned.heading == "Tulisan Anda mungkin membuka seseorang"
    assert f"Sepertinya memuat {held}." in warned.text
    assert answers(wave) == 0
    mended = warned.press("Ubah tulisan")
    assert mended.fields[f"p-{ids[-1]}"] == text
    warned.press("Kirim juga")
    assert list(db.session.execute(select(SurveyAnswer.texts)).scalar_one().values()) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Tugas baru belum jelas.",
        "Atasan saya jarang menjelaskan.",
        "Bapak Bupati sudah menjelaskan.",
        "pak camat belum tahu, bu.",
        "TPP turun 20%.",
        "Bagus sekali penjelasannya.",  # somebody is called so, too
        "yang pratama belum jelas",
        "Menurut Zulkarnain tidak adil.",  # who works for another government
    ],
)
def test_an_ordinary_text_is_sent_at_once(visit, wave, crowd, colleagues, text):
    ids = [one.id for one in items_of_wave(wave.id)]
    first = visit().open(path(wave, crowd[0])).press("Mulai")
    last = first.press("Lanjut", **agreed(first))
    assert last.press("Kirim jawaban", **{f"p-{ids[-1]}": text}).heading == "Jawaban Anda sudah dihitung"


def test_after_the_end_a_form_says_so(visit, wave, crowd):
    db.session.get_one(SurveyWave, wave.id).closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    late = visit().open(path(wave, crowd[0]), expect=409)
    assert "Waktu mengisi survei ini sudah lewat" in late.text
    close_wave(wave)
    assert visit().open(path(wave, crowd[0]), expect=404).heading == "Formulir ini tidak bisa dibuka"


def test_a_named_wave_says_so_and_keeps_the_name(visit, unit, crowd):
    wave = open_wave(unit, mode=WaveMode.NAMED)
    start = visit().open(path(wave, crowd[0]))
    assert "Survei ini bernama" in start.text
    assert "Yang tidak bisa diketahui" not in start.text
    first = start.press("Mulai")
    first.press("Lanjut", **agreed(first)).press("Kirim jawaban")
    kept = db.session.execute(select(NamedAnswer)).scalar_one()
    assert (kept.employee_id, kept.marks) == (crowd[0].employee_id, bytes([4, 4, 4]))
    assert answers(wave) == 0


# --- what the last press costs, and what it leaves alone ------------------------------------------------------


def last_press(wave):
    chosen = {f"p-{one.id}": "2" for one in items_of_wave(wave.id) if one.kind == ItemKind.SCALE}
    return chosen | {"halaman": "2", "arah": "lanjut"}


@pytest.mark.parametrize("mode", WaveMode)
def test_the_last_press_of_a_known_wave_only_writes(unit, crowd, visit, queries, mode):
    """Who and which group comes from the row that is spent, so nothing is looked up before."""
    wave = open_wave(unit, mode=mode)
    browser, fields = visit(), last_press(wave)
    first, second = (path(wave, person) for person in crowd[:2])
    browser.request("POST", first, data=fields)
    with queries() as asked:
        browser.request("POST", second, data=fields)
    writing = ["WITH"] if db.engine.dialect.name == "postgresql" else ["UPDATE", "INSERT"]
    assert [one.split()[0] for one in asked] == writing, asked
    db.session.rollback()
    kept = NamedAnswer if mode == WaveMode.NAMED else SurveyAnswer
    [group] = set(db.session.execute(select(SurveyParticipation.group_id)).scalars())
    assert list(db.session.execute(select(kept.group_id)).scalars()) == [group, group]


def test_a_form_is_kept_where_the_process_remembers_another_wave_by_this_number(unit, crowd, visit):
    """As after a backup was put back under a running application."""
    wave = open_wave(unit)
    visit().request("POST", path(wave, crowd[0]), data=last_press(wave))
    db.session.get_one(SurveyWave, wave.id).opened_at -= timedelta(minutes=5)
    db.session.commit()
    sent = visit().request("POST", path(wave, crowd[1]), data=last_press(wave))
    assert "Jawaban Anda sudah dihitung" in sent.text
    assert answers(wave) == 2


def test_thanks_are_alike_for_everybody_and_take_nothing_from_a_session(visit, wave, crowd):
    stranger = visit().request("POST", path(wave, crowd[0]), data=last_press(wave))
    signed_in = visit(crowd[1]).request("POST", path(wave, crowd[1]), data=last_press(wave))
    assert signed_in.text == stranger.text
    assert crowd[1].name not in signed_in.text
    assert "Set-Cookie" not in signed_in.headers


def test_an_answer_that_meets_the_closing_is_refused_and_none_is_kept(wave, crowd):
    """Judged while the wave was open, written after the closing began."""
    token = token_of(wave, crowd[0])
    asked = answering.asked_by(answering.opened(token))
    closing.request(wave, by=SYSTEM)
    db.session.commit()
    with pytest.raises(NotOpen):
        answering.submit(asked, token, given_to(wave))
    assert answers(wave) == 0


def test_a_form_opened_twice_is_sent_once(wave, crowd):
    token = token_of(wave, crowd[0])
    asked = answering.asked_by(answering.opened(token))
    assert [answering.submit(asked, token, given_to(wave)) for _window in range(2)] == [True, False]
    db.session.commit()
    assert answers(wave) == 1


def test_a_token_of_another_wave_opens_nothing_though_the_process_knows_it(unit, crowd, visit):
    """The number in front is no secret; with the wrong one the token is another."""
    first, second = open_wave(unit), open_wave(unit, title="Gelombang kedua")
    browser = visit()
    for wave in (first, second):
        assert browser.request("POST", path(wave, crowd[0]), data=last_press(wave)).status_code == 200
    moved = path(first, crowd[1]).replace(f"/{first.id}-", f"/{second.id}-")
    assert browser.request("POST", moved, data=last_press(second)).status_code == 404
    assert (answers(first), answers(second)) == (1, 1)


@pytest.mark.usefixtures("in_one_minute")
def test_only_what_opens_nothing_is_braked(visit, app, wave, crowd, monkeypatch):
    monkeypatch.setitem(app.config, "LIMIT_FORM", "3/minute")
    browser = visit()
    for _page in range(5):
        assert browser.request("GET", path(wave, crowd[0])).status_code == 200
    guesses = [browser.request("GET", f"/survei/{wave.id}-{number:040d}").status_code for number in range(4)]
    assert guesses == [404, 404, 404, 429]
    assert browser.request("POST", path(wave, crowd[0]), data=last_press(wave)).status_code == 200
