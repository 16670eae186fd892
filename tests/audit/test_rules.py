from datetime import UTC, datetime

import pytest

from app.audit.rules import START, content_of, seal

LINE = {
    "chain": 1,
    "position": 7,
    "at": datetime(2026, 12, 10, 1, 0, 0, 123456, tzinfo=UTC),
    "actor_id": 3,
    "action": "training.enrolment.created",
    "object_kind": "enrolment",
    "object_id": 12,
    "details": {"status": "confirmed", "rank": 1},
    "request_id": "0123456789abcdef",
}
OTHER = {
    "chain": 2,
    "position": 8,
    "at": datetime(2026, 12, 10, 1, 0, 0, 123457, tzinfo=UTC),
    "actor_id": None,
    "action": "training.enrolment.approved",
    "object_kind": "batch",
    "object_id": 13,
    "details": {"status": "confirmed", "rank": 2},
    "request_id": "0123456789abcdee",
}
KEY = b"k" * 32


def sealed(*, key=KEY, previous=START, **different):
    return seal(key, previous, content_of(**LINE | different))


def test_the_seal_is_always_the_same_for_the_same_line():
    assert sealed() == sealed(details={"rank": 1, "status": "confirmed"})
    assert len(sealed()) == 64


@pytest.mark.parametrize("name", list(LINE))
def test_every_part_of_a_line_is_sealed(name):
    assert sealed(**{name: OTHER[name]}) != sealed()


def test_the_seal_hangs_on_the_key_and_on_the_line_before():
    assert sealed(key=b"j" * 32) != sealed()
    assert sealed(previous="1" + START[1:]) != sealed()
