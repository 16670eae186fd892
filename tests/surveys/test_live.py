"""A quick check of a room: on phones without a name, told once from ten answers on, and then nothing is left of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.base import scope
from app.base.clock import now
from app.base.database import Base, db
from app.jobs.models import Job
from app.surveys import jobs
from app.surveys.models.live import GroupCheck, GroupCheckAnswer, GroupCheckMark, LiveStatus
from app.surveys.rules import live as rules
from tests.support.builders import grant, make_employee


@pytest.fixture
def guide(bungo):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_AGENT)
    return person


def open_check(visit, guide, **typed):
    right = {"title": "Lokakarya 3 Desember", "change_name": "penggabungan dua bidang"}
    return visit(guide).open("surveys.list_group_checks").press("Buka cek", **(right | typed))


def only_check():
    db.session.rollback()
    return db.session.execute(select(GroupCheck)).scalar_one()


def answer(visit, code, place, **more):
    """A phone of its own answers every statement alike."""
    page = visit.stranger().open("surveys.show_group_check_form", code=code)
    return page.press("Kirim", **{f"p-{number}": str(place) for number in range(1, 6)}, **more)


def rows_of(model):
    db.session.rollback()
    return db.session.execute(select(model)).scalars().all()


def test_a_room_answers_and_is_told_once(visit, guide):
    page = open_check(visit, guide)
    assert "0 jawaban masuk" in page.text
    code = only_check().code
    for place in (0, 1, 3, 3, 4, 4, 3, 4, 2):
        assert answer(visit, code, place).heading == "Terima kasih"
    stage = visit(guide).open("surveys.show_group_check", check_id=only_check().id)
    refused = stage.press("Tampilkan hasil", expect=409)
    assert "Baru 9 jawaban masuk." in refused.text
    answer(visit, code, 3)
    told = visit(guide).open("surveys.show_group_check", check_id=only_check().id).press("Tampilkan hasil")
    assert "10 jawaban tentang penggabungan dua bidang" in told.text
    assert told.text.count("70%") == 5
    assert rows_of(GroupCheckAnswer) == []
    assert rows_of(GroupCheckMark) == []
    assert only_check().taker_key == ""
    closed = visit.stranger().open("surveys.show_group_check_form", code=code, expect=409)
    assert "Minta kode baru" in closed.text
    again = visit(guide).post("surveys.create_group_check_showing", check_id=only_check().id)
    assert again.status_code == 409


def test_a_statement_left_open_comes_back_with_the_others(visit, guide):
    open_check(visit, guide)
    page = visit.stranger().open("surveys.show_group_check_form", code=only_check().code)
    refused = page.press("Kirim", **{"p-1": "4", "p-2": "3"}, expect=422)
    assert "Ada 3 jawaban yang perlu dilengkapi" in refused.text
    assert rows_of(GroupCheckAnswer) == []
    wrong = {f"p-{number}": "9" for number in range(1, 6)}
    forged = page.browser.post("surveys.create_group_check_answer", code=only_check().code, fields=wrong)
    assert forged.status_code == 422
    assert "Jawaban yang terkirim tidak ada dalam pilihan." in forged.text


def test_a_phone_counts_once(visit, guide):
    open_check(visit, guide)
    phone = visit.stranger()
    page = phone.open("surveys.show_group_check_form", code=only_check().code)
    chosen = {f"p-{number}": "3" for number in range(1, 6)}
    page.press("Kirim", **chosen)
    assert "sudah dihitung" in page.press("Kirim", **chosen, expect=409).text
    assert "Sudah Anda isi" in phone.open("surveys.show_group_check_form", code=only_check().code).text
    assert len(rows_of(GroupCheckAnswer)) == 1


def test_what_is_kept_has_no_person_time_or_order():
    kept = {model: {column.name for column in model.__table__.columns} for model in (GroupCheckAnswer, GroupCheckMark)}
    assert kept[GroupCheckAnswer] == {"government_id", "key", "check_id", "marks"}
    assert kept[GroupCheckMark] == {"government_id", "check_id", "taker"}


def test_a_check_nobody_shows_is_forgotten(visit, guide):
    open_check(visit, guide)
    answer(visit, only_check().code, 3)
    check = only_check()
    check.ends_at = now() - timedelta(minutes=1)
    db.session.commit()
    with scope.everything():
        jobs.lapse_group_checks()
    assert only_check().status == LiveStatus.LAPSED
    assert rows_of(GroupCheckAnswer) == []
    assert [row.kind for row in rows_of(Job)] == ["surveys.forget_group_check"]


def test_only_who_opened_it_sees_it(visit, guide, budi, joko):
    open_check(visit, guide)
    number = only_check().id
    visit(budi).open("surveys.show_group_check", check_id=number, expect=403)
    other = make_employee("Agen Lain")
    grant(other.user_id, Role.CHANGE_AGENT)
    visit(other).open("surveys.show_group_check", check_id=number, expect=404)
    visit(joko).open("surveys.show_group_check", check_id=number, expect=403)
    visit.stranger().open("surveys.show_group_check_form", code="ZZZZZZ", expect=404)


def test_a_check_about_nothing_is_not_opened(visit, guide):
    refused = visit(guide).open("surveys.list_group_checks").press("Buka cek", title="Lokakarya", expect=422)
    assert "Pilih inisiatifnya, atau tulis perubahan apa yang ditanyakan." in refused.text


@pytest.mark.parametrize(
    ("counts", "words", "is_spread"),
    [
        ((0, 0, 0, 6, 4), "≥ 95%", False),
        ((0, 0, 10, 0, 0), "≤ 5%", False),
        ((1, 2, 0, 3, 4), "70%", True),
        ((0, 0, 0, 12, 8), "100%", True),
        ((3, 3, 1, 0, 1), "13%", True),
    ],
)
def test_a_room_of_one_mind_is_told_as_nearly_so(counts, words, is_spread):
    (one,) = rules.told(["Alasannya jelas."], [counts])
    assert (one.words, one.counts is not None) == (words, is_spread)


def test_every_table_of_a_check_is_known():
    assert {"group_check", "group_check_answer", "group_check_mark"} <= set(Base.metadata.tables)
