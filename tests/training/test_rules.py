"""The rules of training, as they could be read to an officer."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.attendance.models import AttendanceStatus
from app.training import rules
from app.training.models import (
    ALIVE,
    HAS_RESULT,
    HOLDS_SEAT,
    TOOK_PART,
    Batch,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
)

PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus
AT = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
S = EnrolmentStatus


def batch(status=BatchStatus.PUBLISHED, *, seats=2, taken=0):
    return Batch(
        status=status,
        seats=seats,
        seats_taken=taken,
        enrolment_opens_at=AT - DAY,
        enrolment_closes_at=AT + DAY,
        withdrawal_closes_at=AT + DAY,
    )


def broken(rule, *arguments, **named):
    try:
        rule(*arguments, **named)
    except rules.RuleBroken as refusal:
        return refusal.message
    return ""


@pytest.mark.parametrize(
    ("status", "days", "says"),
    [
        (BatchStatus.PUBLISHED, 0, ""),
        (BatchStatus.PUBLISHED, -1, ""),
        (BatchStatus.PUBLISHED, -1.001, "baru dibuka nanti"),
        (BatchStatus.PUBLISHED, 0.999, ""),
        (BatchStatus.PUBLISHED, 1, "sudah tutup kemarin"),
        (BatchStatus.DRAFT, 0, "tidak menerima"),
        (BatchStatus.CLOSING, 0, "tidak menerima"),
        (BatchStatus.CLOSED, 0, "tidak menerima"),
        (BatchStatus.CANCELLED, 0, "dibatalkan"),
    ],
)
def test_when_a_batch_takes_enrolments(status, days, says):
    found = broken(rules.ensure_enrolment_open, batch(status), AT + DAY * days, opens="nanti", closed="kemarin")
    assert (says in found) if says else found == ""


@pytest.mark.parametrize(
    ("tiers", "kinds", "says"),
    [
        ([], [], ""),
        (["pelaksana"], [], ""),
        (["pelaksana", "pengawas"], ["pns"], ""),
        (["pengawas"], [], "bukan untuk jenjang Pelaksana"),
        ([], ["pppk"], "tidak dibuka untuk PNS"),
        (["pengawas"], ["pppk"], "bukan untuk jenjang Pelaksana"),
    ],
)
def test_who_may_take_a_programme(tiers, kinds, says):
    programme = Programme(tiers=tiers, kinds=kinds)
    found = rules.ineligibility(programme, tier="pelaksana", kind="pns", tier_words="Pelaksana", kind_words="PNS")
    assert (says in found) if says else found == ""


def test_without_a_post_a_programme_for_some_is_not_for_one():
    programme = Programme(tiers=["pelaksana"], kinds=[])
    found = rules.ineligibility(programme, tier="", kind="pns", tier_words="", kind_words="PNS")
    assert found == "Program ini bukan untuk jenjang Anda."


MAY_TRY_AGAIN = {S.REJECTED, S.DECLINED, S.EXPIRED, S.WITHDRAWN, S.CANCELLED}


@pytest.mark.parametrize("status", list(S))
def test_whoever_is_out_may_try_again_and_whoever_is_in_may_not(status):
    assert bool(broken(rules.ensure_not_enrolled, Enrolment(status=status))) == (status not in MAY_TRY_AGAIN)


def test_whoever_never_enrolled_may():
    assert broken(rules.ensure_not_enrolled, None) == ""


def test_the_kinds_of_status_are_as_agreed():
    assert {S.CONFIRMED, S.OFFERED} == HOLDS_SEAT
    assert {S.PASSED, S.FAILED, S.NO_SHOW} == HAS_RESULT
    assert HAS_RESULT | {S.CONFIRMED} == TOOK_PART
    assert set(S) - ALIVE == MAY_TRY_AGAIN
    assert {status for status in S if rules.is_over(status)} == HAS_RESULT


@pytest.mark.parametrize(
    ("taken", "waiting", "gets_it"), [(0, 0, True), (1, 0, True), (2, 0, False), (1, 1, False), (0, 3, False)]
)
def test_a_free_seat_belongs_to_whoever_waits_before_a_newcomer(taken, waiting, gets_it):
    assert rules.has_seat_for_newcomer(2 - taken, waiting) == gets_it


@pytest.mark.parametrize(
    ("policy", "status"),
    [(EnrolmentPolicy.SUPERIOR, S.REQUESTED), (EnrolmentPolicy.TWO_STEPS, S.REQUESTED), (EnrolmentPolicy.OPEN, None)],
)
def test_where_an_enrolment_starts(policy, status):
    assert rules.first_status(policy) == status


@pytest.mark.parametrize("status", list(S))
def test_only_a_request_can_be_decided(status):
    assert bool(broken(rules.ensure_undecided, Enrolment(status=status))) == (status != S.REQUESTED)


@pytest.mark.parametrize("days", [0, 1, 30])
@pytest.mark.parametrize("status", list(S))
def test_what_can_be_given_back_and_when(status, days):
    """A seat until the cut-off; a request, an offer or a place in line at any time; a result never."""
    enrolment = Enrolment(status=status)
    found = broken(rules.ensure_may_withdraw, enrolment, batch(), AT + DAY * days, closed="kemarin")
    if status == S.CONFIRMED:
        assert ("kemarin" in found) == (days >= 1)
    else:
        assert (found == "") == (status in {S.REQUESTED, S.APPROVED, S.WAITLISTED, S.OFFERED})


@pytest.mark.parametrize(
    ("status", "seconds", "stands"),
    [
        (S.OFFERED, -1, True),
        (S.OFFERED, 0, False),
        (S.OFFERED, 1, False),
        (S.CONFIRMED, -1, False),
        (S.EXPIRED, -1, False),
    ],
)
def test_an_offer_stands_until_its_time(status, seconds, stands):
    enrolment = Enrolment(status=status, offer_expires_at=AT)
    assert (broken(rules.ensure_offer_stands, enrolment, AT + timedelta(seconds=seconds)) == "") == stands


def test_an_offer_without_a_time_does_not_stand():
    assert broken(rules.ensure_offer_stands, Enrolment(status=S.OFFERED, offer_expires_at=None), AT)


@pytest.mark.parametrize(("hours_before", "kept_for"), [(100, 24), (24, 24), (23, 23), (1, 1), (0, None), (-1, None)])
def test_an_offer_is_kept_a_day_but_never_beyond_the_first_meeting(hours_before, kept_for):
    begins = AT + timedelta(hours=hours_before)
    expected = None if kept_for is None else AT + timedelta(hours=kept_for)
    assert rules.offer_deadline(AT, 24, begins) == expected


@pytest.mark.parametrize(
    ("marks", "meetings", "share"),
    [
        ([], 0, "0"),
        ([None], 1, "0"),
        ([ABSENT, EXCUSED], 2, "0"),
        ([PRESENT], 1, "100.00"),
        ([PRESENT, LATE], 2, "100.00"),
        ([PRESENT, EXCUSED], 2, "50.00"),
        ([PRESENT, PRESENT, None], 3, "66.67"),
        ([LATE, ABSENT, ABSENT], 3, "33.33"),
    ],
)
def test_late_counts_as_attended_and_excused_does_not(marks, meetings, share):
    assert rules.attendance_share(marks, meetings) == Decimal(share)


@pytest.mark.parametrize(
    ("min_attendance", "min_score", "marks", "score", "status", "reason"),
    [
        (100, None, [PRESENT, PRESENT], None, S.PASSED, "Memenuhi syarat."),
        (100, None, [PRESENT, LATE], None, S.PASSED, "Memenuhi syarat."),
        (100, None, [PRESENT, EXCUSED], None, S.FAILED, "Hadir 50%, syaratnya 100%."),
        (50, None, [PRESENT, ABSENT], None, S.PASSED, "Memenuhi syarat."),
        (51, None, [PRESENT, ABSENT], None, S.FAILED, "Hadir 50%, syaratnya 51%."),
        (80, None, [PRESENT, PRESENT, None], None, S.FAILED, "Hadir 66.67%, syaratnya 80%."),
        (100, "70", [PRESENT], "70", S.PASSED, "Memenuhi syarat."),
        (100, "70", [PRESENT], "69.99", S.FAILED, "Nilai 69.99, syaratnya 70."),
        (100, "70", [PRESENT], None, S.FAILED, "Nilai belum ada, syaratnya 70."),
        (100, "70", [PRESENT, ABSENT], "99", S.FAILED, "Hadir 50%, syaratnya 100%."),
        (0, "70", [ABSENT], "99", S.NO_SHOW, "Tidak hadir pada satu pertemuan pun."),
        (0, None, [None, EXCUSED], None, S.NO_SHOW, "Tidak hadir pada satu pertemuan pun."),
        (100, "0", [PRESENT], "0", S.PASSED, "Memenuhi syarat."),
        (100, None, [PRESENT], "10", S.PASSED, "Memenuhi syarat."),
    ],
)
def test_who_has_passed(min_attendance, min_score, marks, score, status, reason):
    programme = Programme(min_attendance=min_attendance, min_score=None if min_score is None else Decimal(min_score))
    found = rules.result_of(programme, marks, len(marks), None if score is None else Decimal(score))
    assert (found.status, found.reason) == (status, reason)
    assert found.attendance_share == rules.attendance_share(marks, len(marks))


READY = {"last_meeting_ends_at": AT, "at": AT, "unmarked": 0, "unscored": 0}


@pytest.mark.parametrize(
    ("status", "different", "says"),
    [
        (BatchStatus.PUBLISHED, {}, ""),
        (BatchStatus.CLOSED, {}, "sudah ditutup"),
        (BatchStatus.CLOSING, {}, "sedang berjalan"),
        (BatchStatus.DRAFT, {}, "Hanya angkatan yang berjalan"),
        (BatchStatus.CANCELLED, {}, "Hanya angkatan yang berjalan"),
        (BatchStatus.PUBLISHED, {"at": AT - timedelta(seconds=1)}, "belum selesai"),
        (BatchStatus.PUBLISHED, {"last_meeting_ends_at": None}, "belum selesai"),
        (BatchStatus.PUBLISHED, {"unmarked": 3}, "Ada 3 kehadiran"),
        (BatchStatus.PUBLISHED, {"unscored": 2}, "Ada 2 peserta tanpa nilai"),
        (BatchStatus.PUBLISHED, {"unmarked": 1, "unscored": 2}, "Ada 1 kehadiran"),
    ],
)
def test_when_a_batch_can_be_closed(status, different, says):
    found = broken(rules.ensure_may_close, batch(status), **READY | different)
    assert (says in found) if says else found == ""


def test_every_refusal_is_a_whole_sentence():
    """Whoever reads it has only these words."""
    for kind in rules.RuleBroken.__subclasses__():
        words = kind.message
        assert words[0].isupper(), kind
        assert words.endswith("."), kind
