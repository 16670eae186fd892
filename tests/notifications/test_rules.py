"""How letters travel, as tables."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.notifications import rules
from app.notifications.models import Delivery, LetterGroup, MailStatus


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (7, 60), (60, 60), (10**6, 60)]
)
def test_waits_grow_to_an_hour_and_no_further(attempts, minutes):
    assert rules.wait(attempts).total_seconds() == minutes * 60


@pytest.mark.parametrize(
    ("delivery", "status"),
    [(Delivery.NOW, MailStatus.WAITING), (Delivery.WEEKLY, MailStatus.HELD), (Delivery.NONE, None)],
)
def test_where_a_letter_begins(delivery, status):
    assert rules.first_status(delivery) == status


def test_the_digest_comes_weekly_or_not_at_all():
    assert rules.deliveries_of(LetterGroup.DIGEST) == [Delivery.WEEKLY, Delivery.NONE]
    assert rules.usual_delivery(LetterGroup.DIGEST) == Delivery.WEEKLY
    for group in set(LetterGroup) - {LetterGroup.DIGEST}:
        assert rules.deliveries_of(group) == list(Delivery)
        assert rules.usual_delivery(group) == Delivery.NOW


@pytest.mark.parametrize(
    ("written", "week"),
    [
        ("2026-11-22 23:59", None),  # Sunday
        ("2026-11-23 00:00", None),
        ("2026-11-23 06:59", None),
        ("2026-11-23 07:00", "2026-W48"),
        ("2026-11-23 23:59", "2026-W48"),
        ("2026-11-24 00:00", "2026-W48"),  # a server that was off on Monday
        ("2026-11-24 23:59", "2026-W48"),
        ("2026-11-25 00:00", None),
        ("2026-12-28 07:00", "2026-W53"),
        ("2027-01-04 07:00", "2027-W01"),
    ],
)
def test_when_a_weeks_digest_is_due(written, week):
    local = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Asia/Makassar"))
    assert rules.digest_week(local, 7) == week
    assert rules.digest_week(local, -1) is None


@pytest.mark.parametrize("status", list(MailStatus))
def test_only_a_refused_letter_is_sent_again(status):
    if status == MailStatus.FAILED:
        rules.ensure_may_resend(status)
    else:
        with pytest.raises(rules.NotResendable):
            rules.ensure_may_resend(status)


def test_every_word_of_a_letter_counts_in_its_seal():
    seals = {rules.seal(*words) for words in [("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ("", "ab", "c")]}
    assert len(seals) == 4
