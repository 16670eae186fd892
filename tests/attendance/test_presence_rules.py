"""Own codes, what a new sign of somebody changes, and what a share can still come to: tables and properties."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance import labels, rules
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Meeting, Refusal
from app.attendance.rules import marks, own_codes, shares
from app.attendance.rules.own_codes import Reading
from app.attendance.rules.shares import Prospect
from app.attendance.rules.walk_ins import name_key

START = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)
STEP = 30
BUDI, DEWI, STRANGER = 11, 12, 99
PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus


def make_meeting(number=7, secret="a" * 64, government=3):
    return Meeting(
        id=number,
        government_id=government,
        starts_at=START,
        ends_at=START + timedelta(hours=7),
        opens_minutes=60,
        late_minutes=15,
        secret=secret,
    )


def shown(person=BUDI, meeting=None, *, at=START):
    return own_codes.own_code(meeting or make_meeting(), person, at, STEP)


def read(text, *, at=START, meeting=None, expected=(BUDI, DEWI)):
    return own_codes.read(meeting or make_meeting(), text, at, STEP, expected)


# START falls on a step of the clock.
@pytest.mark.parametrize(
    ("shown_after", "scanned_after", "refusal"),
    [
        (0, 0, None),
        (0, 29.9, None),
        (0, 59.9, None),
        (0, 60, Refusal.OLD_CODE),
        (0, 3600, Refusal.OLD_CODE),
        (30, 29, None),  # the scanner's clock is a little behind ours
        (90, 0, Refusal.OLD_CODE),
    ],
)
def test_a_picture_that_was_passed_on_is_soon_worthless(shown_after, scanned_after, refusal):
    code = shown(at=START + timedelta(seconds=shown_after))
    at = START + timedelta(seconds=scanned_after)
    assert read(code.token, at=at) == Reading(BUDI, refusal)
    assert read(code.short, at=at).refusal == (None if refusal is None else Refusal.WRONG_CODE)


def test_a_code_is_bound_to_person_meeting_and_government():
    token = shown().token
    mark, meeting, person, step, seal = token.split(".")
    for forged in (
        f"{mark}.{meeting}.{DEWI}.{step}.{seal}",
        f"{mark}.{meeting}.{person}.{int(step) + 1}.{seal}",
        f"{mark}.{meeting}.{person}.{step}.{'0' * 20}",
        shown(meeting=make_meeting(secret="b" * 64)).token,
        shown(meeting=make_meeting(government=4)).token,
    ):
        assert read(forged) == Reading(None, Refusal.WRONG_CODE)
    assert read(shown(meeting=make_meeting(8)).token) == Reading(None, Refusal.OTHER_MEETING)
    assert read(f"{mark}.8.{person}.{step}.{seal}", meeting=make_meeting(8)) == Reading(None, Refusal.WRONG_CODE)


def test_the_key_of_a_list_opens_no_other_meeting():
    keys = {own_codes.list_key(make_meeting(number, government=owner)) for number in (7, 8) for owner in (3, 4)}
    assert len(keys) == 4
    assert not any(make_meeting().secret in key for key in keys)


def test_the_codes_of_a_meeting_are_of_one_person_each():
    assert len({code for person in (BUDI, DEWI) for code in (shown(person).token, shown(person).short)}) == 4


@pytest.mark.parametrize(
    ("text", "whom", "is_short"),
    [
        ("1234 5678", None, True),
        ("PENATA1.7.11.1." + "A" * 20, 11, False),
        ("PENATA1.7.9999999999.1." + "A" * 20, None, False),
        ("bukan kode", None, False),
    ],
)
def test_a_code_tells_whom_it_names_before_it_is_believed(text, whom, is_short):
    assert (own_codes.named_in(text), own_codes.is_short(text)) == (whom, is_short)


def test_a_true_code_of_somebody_who_does_not_belong_here_tells_who_it_is():
    assert read(shown(STRANGER).token) == Reading(STRANGER, Refusal.NOT_EXPECTED)
    assert read(shown(STRANGER).short) == Reading(None, Refusal.WRONG_CODE)


@pytest.mark.parametrize(
    ("minutes", "refusal"), [(-61, Refusal.TOO_EARLY), (-60, None), (419, None), (420, Refusal.OVER)]
)
def test_codes_count_while_the_door_is_open(minutes, refusal):
    at = START + timedelta(minutes=minutes)
    code = shown(at=at)
    assert {read(code.token, at=at), read(code.short, at=at)} == {Reading(BUDI, refusal)}


@pytest.mark.parametrize(
    "text",
    ["", "7", "1234567", "123456789", "PENATA1", "PENATA1.7.11.1", "PENATA2.7.11.1." + "A" * 20, "https://penata.example",
     "PENATA1.7.11.1." + "G" * 20, "9" * 5000, "🙂", "PENATA1.²." + "1.1." + "A" * 20, "١٢٣٤٥٦٧٨"],
)  # fmt: skip
def test_anything_else_is_no_code_at_all(text):
    assert read(text).refusal in {Refusal.UNREADABLE, Refusal.WRONG_CODE}


def test_codes_may_be_typed_with_blanks_and_in_small_letters():
    code = shown()
    assert read(f" {code.short[:4]} {code.short[4:]} ") == Reading(BUDI, None)
    assert read(code.token.lower()) == Reading(BUDI, None)


def test_typed_digits_that_fit_two_people_let_nobody_in(monkeypatch):
    monkeypatch.setattr(own_codes, "_short", lambda _key, _person, _step: "12345678")
    assert read("12345678") == Reading(None, Refusal.AMBIGUOUS)


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [(0, 0), (-600, -600), (3600, 0), (10**9, 0), (-86_400, -86_400), (-86_401, -86_400), (-(10**9), -86_400)],
)
def test_a_scanners_clock_is_believed_within_reason(claimed, expected):
    at = own_codes.plausible(START + timedelta(seconds=claimed), START)
    assert at == START + timedelta(seconds=expected)
    assert own_codes.came_late(at, START) == (expected < -60)


def known(status, method=AttendanceMethod.SCAN, minutes=10):
    return Attendance(status=status, method=method, at=START + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("row", "minutes", "expected"),
    [
        (None, 0, True),
        (known(ABSENT, AttendanceMethod.LIST), 20, True),
        (known(PRESENT), 5, True),
        (known(PRESENT), 10, False),
        (known(PRESENT), 20, False),
        (known(LATE, AttendanceMethod.CODE, 30), 5, True),
        (known(LATE, AttendanceMethod.GUEST, 30), 5, True),
        (known(PRESENT, AttendanceMethod.LIST), 5, False),
        (known(EXCUSED, AttendanceMethod.EXCUSE), 5, False),
        (known(EXCUSED, AttendanceMethod.LIST), 5, False),
    ],
)
def test_an_earlier_sign_counts_and_what_people_decided_stands(row, minutes, expected):
    assert marks.makes_a_difference(row, START + timedelta(minutes=minutes)) == expected


@pytest.mark.parametrize(
    ("statuses", "minimum", "prospect", "at_best"),
    [
        ([None, None], 80, Prospect.ENOUGH, 2),
        ([PRESENT, None], 100, Prospect.ENOUGH, 2),
        ([ABSENT, None], 100, Prospect.LOST, 1),
        ([EXCUSED, None], 100, Prospect.LOST, 1),
        ([ABSENT, None, None, None, None], 80, Prospect.BELOW, 4),
        ([ABSENT, PRESENT, PRESENT, PRESENT, None], 80, Prospect.BELOW, 4),
        ([ABSENT, LATE, PRESENT, PRESENT, PRESENT], 80, Prospect.ENOUGH, 4),
        ([ABSENT, ABSENT, None, None, None], 80, Prospect.LOST, 3),
        ([ABSENT, ABSENT], 0, Prospect.ENOUGH, 0),
        ([ABSENT, PRESENT, None], 67, Prospect.LOST, 2),
        ([], 80, Prospect.ENOUGH, 0),
    ],
)
def test_what_a_share_can_still_come_to(statuses, minimum, prospect, at_best):
    found = shares.outlook(statuses, minimum)
    assert (found.prospect, found.at_best) == (prospect, at_best)
    assert labels.outlook(found).startswith("Tidak hadir")


@given(st.lists(st.sampled_from([None, *AttendanceStatus]), max_size=12), st.integers(0, 100))
def test_the_prospect_is_what_trying_every_end_would_find(statuses, minimum):
    """LOST exactly when even coming to everything that is left would not do."""
    best = [PRESENT if one is None else one for one in statuses]
    reached = Fraction(100 * sum(one in rules.ATTENDED for one in best), max(len(best), 1))
    found = shares.outlook(statuses, minimum)
    assert (found.prospect is Prospect.LOST) == bool(statuses and reached < minimum)
    worse = shares.outlook([*statuses, ABSENT], minimum)
    assert not shares.got_worse(worse, shares.outlook([*statuses, PRESENT], minimum))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (("Andi Saputra, S.E.", "Dinas Kesehatan"), ("ANDI  SAPUTRA", "dinas kesehatan"), True),
        (("Rosé Ayu", "RSUD H. Hanafie"), ("Rose Ayu", "RSUD H Hanafie"), True),
        (("Andi Saputra", "Dinas Kesehatan"), ("Andi Saputra", "Dinas Pendidikan"), False),
        (("Andi Saputra", "Dinas Kesehatan"), ("Andi Sapura", "Dinas Kesehatan"), False),
    ],
)
def test_two_names_that_are_one_persons(left, right, same):
    assert (name_key(*left) == name_key(*right)) == same
    assert len(name_key("x" * 400, "y" * 400)) <= 352


def test_a_phone_is_not_recognised_at_another_meeting():
    marks_of = {rules.device_mark(make_meeting(number, secret), "d" * 32) for number, secret in ((7, "a"), (8, "b"))}
    assert len(marks_of) == 2
    assert rules.device_mark(make_meeting(), "") is None
