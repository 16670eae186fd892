from datetime import date
from decimal import Decimal

import pytest

from app.certificates import labels
from app.certificates.facts import CertificateFacts
from tests.support.certificates import make_facts


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 10), date(2026, 12, 10), "10 Desember 2026"),
        (date(2026, 12, 10), date(2026, 12, 12), "10–12 Desember 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November–2 Desember 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Desember 2026–2 Januari 2027"),
        (date(2026, 5, 1), date(2027, 5, 1), "1 Mei 2026–1 Mei 2027"),
    ],
)
def test_a_period_says_each_thing_once(first, last, words):
    assert labels.period(first, last) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [("8", "8 JP"), ("8.00", "8 JP"), ("7.5", "7,5 JP"), ("1234.75", "1.234,75 JP")],
)
def test_lesson_hours_are_written_the_indonesian_way(hours, words):
    assert labels.lesson_hours(Decimal(hours)) == words


def test_a_nip_is_spaced_8_6_1_3():
    assert labels.spaced_nip("199003152015031002") == "19900315 201503 1 002"
    assert labels.spaced_nip("1234") == "1234"


@pytest.mark.parametrize("score", [None, Decimal("86.25")])
def test_facts_come_back_from_json_as_they_went(score):
    facts = make_facts(score=score, holder_name="Ma'ruf Nguyễn 山田", lesson_hours=Decimal("7.50"))
    assert CertificateFacts.from_json(facts.to_json()) == facts
    assert CertificateFacts.from_dict(facts.to_dict()) == facts
    assert facts.to_dict()["lesson_hours"] == "7.50"
