"""What a round may be, and until when an invitation is answered."""

from datetime import UTC, datetime, timedelta

import pytest

from app.base.errors import WrongField
from app.sosialisasi.facts.events import EventFacts, RoundFacts
from app.sosialisasi.models import InvitationStatus, MaterialAccess, RoundStatus, SosialisasiStatus
from app.sosialisasi.rules import events as rules

AT = datetime(2026, 12, 1, 3, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def facts(**different) -> RoundFacts:
    usual = {"starts_at": AT + 9 * DAY, "ends_at": AT + 9 * DAY + 2 * HOUR, "place": "Aula"}
    return RoundFacts(**usual | different)


@pytest.mark.parametrize(
    ("different", "field"),
    [
        ({"starts_at": AT - HOUR, "ends_at": AT + HOUR}, "starts_at"),
        ({"ends_at": AT + 9 * DAY}, "ends_at"),
        ({"ends_at": AT + 10 * DAY + HOUR}, "ends_at"),
        ({"place": ""}, "place"),
        ({"place": "", "online_url": "javascript:alert(1)"}, "online_url"),
        ({"online_url": "rapat"}, "online_url"),
        ({"online_url": "https://[broken"}, "online_url"),
        ({"seats": 0}, "seats"),
        ({"seats": 4}, "seats"),
        ({"reply_by": AT + 9 * DAY + HOUR}, "reply_by"),
        ({"reply_by": AT - HOUR}, "reply_by"),
    ],
)
def test_a_round_that_cannot_be_is_refused_at_its_field(different, field):
    with pytest.raises(WrongField) as refused:
        rules.ensure_round(facts(**different), at=AT, taken=5)
    assert refused.value.field == field


@pytest.mark.parametrize("different", [{}, {"place": "", "online_url": "https://rapat.example/1"}, {"seats": 5}])
def test_a_round_that_can_be_passes(different):
    rules.ensure_round(facts(**different), at=AT, taken=5)


def test_an_old_time_stays_where_it_was_not_moved():
    rules.ensure_round(facts(starts_at=AT - HOUR, ends_at=AT + HOUR), at=AT, moved=False)


def test_hours_ask_for_a_form_and_what_was_spent_for_a_budget():
    with pytest.raises(WrongField) as refused:
        rules.ensure_event(EventFacts("Judul", "Tujuan", gives_hours=True))
    assert refused.value.field == "form_code"
    with pytest.raises(WrongField) as refused:
        rules.ensure_event(EventFacts("Judul", "Tujuan", realised=1))
    assert refused.value.field == "budget"


@pytest.mark.parametrize(
    ("status", "round_status", "starts_at", "reply_by", "refusal"),
    [
        (InvitationStatus.INVITED, RoundStatus.INVITED, AT + DAY, None, None),
        (InvitationStatus.ACCEPTED, RoundStatus.INVITED, AT + DAY, AT + HOUR, None),
        (InvitationStatus.INVITED, RoundStatus.INVITED, AT + DAY, AT, rules.TooLate),
        (InvitationStatus.INVITED, RoundStatus.INVITED, AT, None, rules.TooLate),
        (InvitationStatus.INVITED, RoundStatus.CANCELLED, AT + DAY, None, rules.NotNow),
        (InvitationStatus.DELEGATED, RoundStatus.INVITED, AT + DAY, None, rules.NotNow),
        (InvitationStatus.MOVED, RoundStatus.INVITED, AT + DAY, None, rules.NotNow),
    ],
)
def test_until_when_one_may_answer(status, round_status, starts_at, reply_by, refusal):
    if refusal is None:
        rules.ensure_may_answer(status, round_status, starts_at, reply_by, AT)
        return
    with pytest.raises(refusal):
        rules.ensure_may_answer(status, round_status, starts_at, reply_by, AT)


@pytest.mark.parametrize(
    ("before", "mark"),
    [(4 * DAY, None), (3 * DAY, 3 * DAY), (2 * DAY, 3 * DAY), (DAY, DAY), (HOUR, DAY), (timedelta(0), None)],
)
def test_reminders_come_three_days_and_one_day_before(before, mark):
    reply_by = AT + before
    assert rules.reminder_mark(reply_by, AT) == (None if mark is None else reply_by - mark)


@pytest.mark.parametrize(
    ("access", "over", "opens"),
    [
        (MaterialAccess.BEFORE, False, True),
        (MaterialAccess.AFTERWARDS, False, False),
        (MaterialAccess.AFTERWARDS, True, True),
        (MaterialAccess.ORGANISERS, True, False),
    ],
)
def test_who_may_open_a_material_when(access, over, opens):
    assert rules.may_open(access, AT if over else AT + HOUR, AT) is opens


@pytest.mark.parametrize("status", [SosialisasiStatus.DONE, SosialisasiStatus.CANCELLED])
def test_what_is_over_is_not_changed(status):
    with pytest.raises(rules.NotNow):
        rules.ensure_may_change(status)
