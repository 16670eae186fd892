from datetime import UTC, datetime, timedelta

import pytest

from app.attendance import rules
from app.attendance.models import AttendanceStatus, Meeting, Refusal

START = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
STEP = 15


def make_meeting(number=7, secret="a" * 64):
    return Meeting(
        id=number,
        starts_at=START,
        ends_at=START + timedelta(hours=7),
        opens_minutes=60,
        late_minutes=15,
        secret=secret,
    )


def codes(meeting=None, *, at=START):
    shown = rules.screen_code(meeting or make_meeting(), at, STEP)
    return shown.digits, shown.token


def refusal(code, *, at=START, meeting=None):
    return rules.refusal_of(meeting or make_meeting(), code, at, STEP)


# START falls on a step of the clock.
@pytest.mark.parametrize(
    ("shown_at", "used_at", "expected"),
    [
        (0, 0, None),
        (0, 14.9, None),
        (0, 15, None),
        (0, 29.9, None),
        (0, 30, Refusal.OLD_CODE),
        (0, 120, Refusal.OLD_CODE),
        (14.9, 15, None),
        (15, 0, Refusal.WRONG_CODE),
    ],
)
@pytest.mark.parametrize("kind", [0, 1], ids=["digits", "token"])
def test_the_present_step_and_the_one_before_are_accepted(shown_at, used_at, expected, kind):
    code = codes(at=START + timedelta(seconds=shown_at))[kind]
    found = refusal(code, at=START + timedelta(seconds=used_at))
    if kind == 1 and expected is Refusal.WRONG_CODE:
        expected = Refusal.OLD_CODE  # a sealed token of another step says which step it is from
    assert found == expected


def test_digits_are_forgotten_after_ten_minutes_and_a_token_never():
    digits, token = codes()
    later = START + timedelta(seconds=STEP * (rules.REMEMBERED_STEPS + 2))
    assert refusal(digits, at=later) == Refusal.WRONG_CODE
    assert refusal(token, at=later) == Refusal.OLD_CODE


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(-61, Refusal.TOO_EARLY), (-60, None), (0, None), (419, None), (420, Refusal.OVER), (500, Refusal.OVER)],
)
def test_the_door_is_open_from_an_hour_before_to_the_end(minutes, expected):
    at = START + timedelta(minutes=minutes)
    for code in codes(at=at):
        assert refusal(code, at=at) == expected


def test_a_code_of_another_meeting_is_told_apart():
    other = make_meeting(8, "b" * 64)
    digits, token = codes(other)
    assert refusal(token) == Refusal.OTHER_MEETING
    assert refusal(digits) == Refusal.WRONG_CODE
    twin = make_meeting(7, "b" * 64)
    assert refusal(codes(twin)[1]) == Refusal.WRONG_CODE


def test_two_meetings_with_one_secret_have_different_codes():
    assert codes(make_meeting(7)) != codes(make_meeting(8))


def test_a_token_cannot_be_moved_to_another_step_or_meeting():
    _digits, token = codes()
    meeting, step, seal = token.split(".")
    assert refusal(f"{meeting}.{int(step) + 1}.{seal}") == Refusal.WRONG_CODE
    assert refusal(f"8.{step}.{seal}", meeting=make_meeting(8)) == Refusal.WRONG_CODE
    assert refusal(f"{meeting}.{step}.{seal[:-1]}") == Refusal.WRONG_CODE
    assert refusal(f"{meeting}.{step}.") == Refusal.WRONG_CODE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        ".",
        "..",
        "7.",
        "7.x.y",
        "x.1.y",
        "²",
        "².1.y",
        "7.².y",
        "12345",
        "1234567",
        "abcdef",
        "٧.١.x",
        "7." + "9" * 40 + ".x",
        "9" * 5000 + ".1.x",
        "7.-1.x",
        "🙂",
        "' OR 1=1 --",
    ],
)
def test_anything_else_is_simply_wrong(typed):
    assert refusal(typed) in {Refusal.WRONG_CODE, Refusal.OTHER_MEETING}


def test_digits_may_be_typed_with_blanks():
    digits, _token = codes()
    assert len(digits) == rules.DIGITS
    assert refusal(f" {digits[:3]} {digits[3:]} ") is None


def test_the_screen_counts_down_to_the_next_code():
    shown = [rules.screen_code(make_meeting(), START + timedelta(seconds=n), STEP) for n in (0, 1, 14, 15)]
    assert [one.seconds_left for one in shown] == [15, 14, 1, 15]
    assert shown[0].digits == shown[2].digits
    assert shown[0].token != shown[3].token


@pytest.mark.parametrize(
    ("minutes", "status"),
    [
        (-60, AttendanceStatus.PRESENT),
        (0, AttendanceStatus.PRESENT),
        (15, AttendanceStatus.PRESENT),
        (16, AttendanceStatus.LATE),
    ],
)
def test_late_begins_after_a_quarter_of_an_hour(minutes, status):
    assert rules.status_at(make_meeting(), START + timedelta(minutes=minutes)) == status


def test_thousands_of_guesses_meet_few_codes():
    """Six digits, of which two are good at a time: the brake stops long before chance would help."""
    good = sum(refusal(f"{number:06d}") is None for number in range(2_000))
    assert good <= 2
