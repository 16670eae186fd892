from datetime import UTC, datetime, timedelta

import pytest

from app.access.permissions import Role
from app.accounts import rules

AT = datetime(2026, 12, 10, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds_ago", "wait"),
    [
        (0, None, 0),
        (4, 0, 0),
        (5, 0, 30),
        (5, 10, 20),
        (5, 30, 0),
        (5, 31, 0),
        (6, 0, 60),
        (7, 0, 120),
        (9, 0, 480),
        (10, 0, 900),
        (50, 0, 900),
        (50, 899, 1),
        (50, 900, 0),
    ],
)
def test_the_wait_doubles_from_30_seconds_to_15_minutes_and_always_ends(failures, seconds_ago, wait):
    last = None if seconds_ago is None else AT - timedelta(seconds=seconds_ago)
    assert rules.wait_seconds(failures, allowed=5, last=last, at=AT) == wait


@pytest.mark.parametrize(
    ("roles", "minutes"),
    [
        ({Role.EMPLOYEE}, 480),
        (set(), 480),
        ({Role.EMPLOYEE, Role.MANAGER}, 30),
        ({Role.EMPLOYEE, Role.HR}, 30),
        ({Role.ORGANISER}, 30),
        ({Role.AUDITOR}, 30),
        ({Role.ADMINISTRATOR}, 30),
        ({Role.INSTALLATION_ADMINISTRATOR}, 30),
    ],
)
def test_who_sees_other_people_rests_shorter(roles, minutes):
    assert rules.idle_minutes(frozenset(roles), plain=480, powerful=30) == minutes


def test_a_fingerprint_does_not_tell_who():
    assert rules.fingerprint(" Budi@Bungo.example ") == rules.fingerprint("budi@bungo.example")
    assert rules.fingerprint("budi") != rules.fingerprint("dewi")
    assert "budi" not in rules.fingerprint("budi")
