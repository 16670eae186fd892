"""What may be asked, merged and published, and what seems to be personal data."""

from datetime import date, timedelta

import pytest

from app.attendance.models import Meeting
from app.base.clock import now
from app.sosialisasi.models import AskedQuestion, QuestionStatus
from app.sosialisasi.rules import questions as rules

DAY = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Kapan loket di kecamatan pindah?", ()),
        ("Anggarannya Rp1.250.000.000 untuk 2026 dan 2027?", ()),
        ("Rapatnya 08-12-2026 pukul 08.00 di Aula 12.", ()),
        ("NIK saya 1508012345670001, bagaimana nasibnya?", ("NIK",)),
        ("NIP 19850101 201001 1 001 belum dipetakan.", ("NIP",)),
        ("Hubungi 0812-3456-7890 atau +62 813 1111 2222.", ("nomor telepon",)),
        ("Kirim ke dewi@bungo.example saja.", ("alamat surel",)),
        ("NIK 1508012345670001, telepon 081234567890.", ("NIK", "nomor telepon")),
    ],
)
def test_personal_data_is_noticed(text, kinds):
    assert rules.personal_data_in(text) == kinds


def test_before_during_and_after():
    at = now()
    meeting = Meeting(starts_at=at, ends_at=at + timedelta(hours=2))
    assert [rules.asked_when(meeting, at + timedelta(hours=hours)) for hours in (-1, 0, 1, 2)] == [
        "before",
        "during",
        "during",
        "after",
    ]


def question(**different):
    facts = {
        "id": 1,
        "text": "Kapan?",
        "shown_text": "Kapan?",
        "answer": "Januari.",
        "status": QuestionStatus.OPEN,
        "is_hidden": False,
        "is_for_asker": False,
        "due_on": DAY,
        "owner_id": 7,
        "reminded_on": None,
        "merged_into_id": None,
    }
    return AskedQuestion(**facts | different)


@pytest.mark.parametrize(
    ("different", "days", "expected"),
    [
        ({}, -3, False),
        ({}, -2, True),
        ({}, 5, True),
        ({"reminded_on": DAY}, 6, False),
        ({"reminded_on": DAY}, 7, True),
        ({"status": QuestionStatus.ANSWERED}, 5, False),
        ({"owner_id": None}, 5, False),
        ({"is_hidden": True}, 5, False),
        ({"merged_into_id": 3}, 5, False),
        ({"due_on": None}, 5, False),
    ],
)
def test_the_owner_is_reminded_two_days_ahead_and_every_week(different, days, expected):
    assert rules.should_remind(question(**different), DAY + timedelta(days=days)) is expected


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({}, "sudah dijawab"),
        ({"status": QuestionStatus.ANSWERED, "is_for_asker": True}, "hanya untuk penanyanya"),
        ({"status": QuestionStatus.ANSWERED, "is_hidden": True}, "disembunyikan"),
        ({"status": QuestionStatus.ANSWERED, "answer": "Telepon 081234567890."}, "nomor telepon"),
    ],
)
def test_what_may_not_be_published_says_why(different, words):
    with pytest.raises(rules.NotNow, match=words):
        rules.ensure_may_publish(question(**different))


def test_an_answer_for_all_without_personal_data_may_be_published():
    rules.ensure_may_publish(question(status=QuestionStatus.ANSWERED))


@pytest.mark.parametrize(
    ("one", "into", "words"),
    [
        ({"id": 1}, {"id": 1}, "dirinya sendiri"),
        ({"id": 1, "merged_into_id": 5}, {"id": 2}, "sudah digabung"),
        ({"id": 1}, {"id": 2, "merged_into_id": 5}, "sudah digabung"),
        ({"id": 1, "status": QuestionStatus.ANSWERED}, {"id": 2}, "sudah dijawab"),
    ],
)
def test_what_may_not_be_merged(one, into, words):
    with pytest.raises(rules.NotNow, match=words):
        rules.ensure_may_merge(question(**one), question(**into))


def test_overdue_is_from_the_day_after():
    assert not rules.is_overdue(question(), DAY)
    assert rules.is_overdue(question(), DAY + timedelta(days=1))
    assert not rules.is_overdue(question(status=QuestionStatus.ANSWERED), DAY + timedelta(days=1))
