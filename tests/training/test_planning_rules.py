"""The rules of planning, as they could be read to an officer."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.attendance.models import AttendanceStatus
from app.training import rules
from app.training.models import Audience, Batch, BatchStatus, EnrolmentStatus, Programme
from app.training.rules import KeptSeats

AT = datetime(2027, 3, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
S = EnrolmentStatus


def batch(**different):
    facts = {
        "status": BatchStatus.DRAFT,
        "starts_on": date(2027, 3, 15),
        "ends_on": date(2027, 3, 26),
        "place": "Aula",
        "city": "Muara Bungo",
        "lesson_hours": Decimal(8),
        "enrolment_closes_at": AT + DAY,
    }
    return Batch(**facts | different)


def field_of(rule, *arguments, **named):
    """The field a rule complains about; empty where it does not."""
    try:
        rule(*arguments, **named)
    except rules.WrongField as refusal:
        return refusal.field
    return ""


@pytest.mark.parametrize(
    ("attendance", "score", "tiers", "kinds", "field"),
    [
        (80, None, [], [], ""),
        (0, Decimal(0), [], [], ""),
        (100, Decimal(100), [], [], ""),
        (101, None, [], [], "min_attendance"),
        (80, Decimal("100.01"), [], [], "min_score"),
        (80, None, ["jpt_pratama"], ["cpns"], "kinds"),
        (80, None, ["jpt_pratama", "pelaksana"], ["cpns"], ""),
        (80, None, ["jpt_pratama"], ["cpns", "pns"], ""),
    ],
)
def test_a_passing_rule_that_nobody_can_meet(attendance, score, tiers, kinds, field):
    assert field_of(rules.ensure_can_be_met, attendance, score, tiers, kinds) == field


@pytest.mark.parametrize(("days", "field"), [(0, ""), (5, ""), (-1, "ends_on"), (730, ""), (731, "ends_on")])
def test_a_batch_ends_after_it_began(days, field):
    first = date(2027, 3, 15)
    assert field_of(rules.ensure_dates, first, first + timedelta(days=days)) == field


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [((3, 15), (3, 26), ""), ((3, 14), (3, 14), "day"), ((3, 26), (3, 27), "day"), ((3, 27), (3, 27), "day")],
)
def test_a_meeting_lies_within_its_batch(first, last, field):
    assert field_of(rules.ensure_inside, batch(), date(2027, *first), date(2027, *last)) == field


def test_a_meeting_ends_after_it_began():
    assert field_of(rules.ensure_span, AT, AT + DAY) == ""
    assert field_of(rules.ensure_span, AT, AT) == "ends"


@pytest.mark.parametrize(
    ("seats", "taken", "reserved", "field"),
    [(10, 10, 0, ""), (9, 10, 0, "seats"), (10, 0, 10, ""), (9, 0, 10, "seats"), (1, 0, 0, "")],
)
def test_seats_people_hold_are_not_taken_away(seats, taken, reserved, field):
    assert field_of(rules.ensure_seats, seats, taken=taken, reserved=reserved) == field


@pytest.mark.parametrize(
    ("minimum", "decide_on", "field"),
    [
        (None, None, ""),
        (10, date(2027, 3, 10), ""),
        (31, date(2027, 3, 10), "min_participants"),
        (10, None, "decide_on"),
        (10, date(2027, 3, 15), ""),
        (10, date(2027, 3, 16), "decide_on"),
    ],
)
def test_a_minimum_is_decided_before_the_start(minimum, decide_on, field):
    found = field_of(rules.ensure_minimum, minimum, decide_on, seats=30, starts_on=date(2027, 3, 15))
    assert found == field


@pytest.mark.parametrize(
    ("opens", "closes", "withdrawal", "field"),
    [(0, 2, 2, ""), (0, 2, 5, ""), (2, 2, 2, "enrolment_closes_at"), (0, 2, -1, "withdrawal_closes_at")],
)
def test_enrolment_opens_before_it_closes(opens, closes, withdrawal, field):
    assert field_of(rules.ensure_windows, AT + DAY * opens, AT + DAY * closes, AT + DAY * withdrawal) == field


@pytest.mark.parametrize(
    ("path", "left", "kept", "free"),
    [
        ("/1/", 5, [], 5),
        ("/1/", 5, [("/2/", 3)], 2),
        ("/2/", 5, [("/2/", 3)], 5),
        ("/2/7/", 5, [("/2/", 3)], 5),
        ("/2/", 5, [("/2/", 0), ("/3/", 4)], 1),
        ("/1/", 3, [("/2/", 2), ("/3/", 1)], 0),
        ("", 3, [("/2/", 5)], 0),
        ("/2/", 0, [("/2/", 1)], 0),
        ("/22/", 3, [("/2/", 3)], 0),
    ],
)
def test_kept_seats_are_free_only_for_their_unit(path, left, kept, free):
    assert rules.seats_free_for(path, left, [KeptSeats(*one) for one in kept]) == free


def test_what_is_kept_must_still_be_free():
    assert field_of(rules.ensure_reservations_fit, [KeptSeats("/1/", 2), KeptSeats("/2/", 3)], 5) == ""
    assert field_of(rules.ensure_reservations_fit, [KeptSeats("/1/", 2), KeptSeats("/2/", 4)], 5) == "seats"


def test_days_of_a_pattern():
    first, last = date(2027, 3, 15), date(2027, 3, 28)
    assert rules.pattern_days(first, last, [0, 2], [date(2027, 3, 22)]) == [
        date(2027, 3, 15),
        date(2027, 3, 17),
        date(2027, 3, 24),
    ]
    assert rules.pattern_days(first, last, [], []) == []
    assert rules.pattern_days(last, first, range(7), []) == []
    assert len(rules.pattern_days(first, last, range(7), [])) == 14


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2028, 2, 29), date(2026, 12, 31)])
def test_next_year_falls_on_the_same_day_of_the_week(day):
    following = rules.same_weekday_next_year(day)
    assert following.weekday() == day.weekday()
    assert abs((following - day).days - 365) <= 2


@pytest.mark.parametrize(
    ("issued", "months", "until"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 12, 31), 12, (2027, 12, 31)),
        ((2026, 11, 30), 1, (2026, 12, 30)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
        ((2026, 5, 5), 36, (2029, 5, 5)),
    ],
)
def test_until_when_a_certificate_counts(issued, months, until):
    assert rules.expiry(date(*issued), months) == date(*until)
    assert rules.expiry(date(*issued), None) is None


MEETING = (AT + 14 * DAY, AT + 14 * DAY + timedelta(hours=7))


@pytest.mark.parametrize(
    ("different", "subjects", "meetings", "where"),
    [
        ({}, 1, [MEETING], []),
        ({"place": ""}, 1, [MEETING], ["place"]),
        (
            {"place": "", "city": "", "lesson_hours": Decimal(0)},
            0,
            [],
            ["subjects", "place", "city", "schedule", "hours"],
        ),
        ({"enrolment_closes_at": AT}, 1, [MEETING], ["enrolment_closes_at"]),
        ({"ends_on": date(2027, 2, 1)}, 1, [(AT - DAY, AT)], ["starts_on", "schedule"]),
    ],
)
def test_what_a_draft_still_lacks(different, subjects, meetings, where):
    found = rules.missing_for_publication(batch(**different), Programme(), subjects=subjects, meetings=meetings, at=AT)
    assert [one.where for one in found] == where
    assert all(one.text.endswith(".") for one in found)


@pytest.mark.parametrize("status", list(BatchStatus))
def test_only_what_is_open_can_be_called_off(status):
    try:
        rules.ensure_may_cancel(batch(status=status), settled=0)
    except rules.IsOver:
        assert status != BatchStatus.PUBLISHED
    else:
        assert status == BatchStatus.PUBLISHED


def test_a_batch_with_results_is_not_called_off():
    with pytest.raises(rules.IsOver) as refused:
        rules.ensure_may_cancel(batch(status=BatchStatus.PUBLISHED), settled=2)
    assert "hasil 2 peserta sudah tetap" in refused.value.message


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("status", [None, S.CONFIRMED, S.WAITLISTED, S.PASSED, S.CANCELLED])
@pytest.mark.parametrize("ended", [False, True])
def test_who_may_open_a_document(audience, status, ended):
    """Everybody; who takes part; who took part once it is over; the organisers always."""
    day = date(2027, 3, 27 if ended else 20)
    part = status in {S.CONFIRMED, S.PASSED}
    expected = {
        Audience.EVERYBODY: True,
        Audience.PARTICIPANTS: part,
        Audience.AFTERWARDS: part and ended,
        Audience.ORGANISERS: False,
    }[audience]
    published = batch(status=BatchStatus.PUBLISHED)
    assert rules.may_see(audience, published, status, runs_training=False, day=day) == expected
    assert rules.may_see(audience, published, status, runs_training=True, day=day)
    assert not rules.may_see(audience, batch(), status, runs_training=False, day=day)


@pytest.mark.parametrize(("asked", "done", "passes"), [(False, False, True), (True, False, False), (True, True, True)])
def test_an_assignment_counts_where_it_is_asked(asked, done, passes):
    programme = Programme(min_attendance=100, needs_assignment=asked)
    found = rules.result_of(programme, [AttendanceStatus.PRESENT], 1, None, assignment_done=done)
    assert (found.status == S.PASSED) == passes
