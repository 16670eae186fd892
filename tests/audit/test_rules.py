from datetime import UTC, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.audit import labels
from app.audit.rules import MASK, START, canonical, changes, content_of, seal
from tests.support.examples import examples

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


PLAIN = st.text(max_size=20) | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none()
TOLD = st.recursive(
    PLAIN | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@examples(200)
@given(details=st.dictionaries(st.text(max_size=8), PLAIN | TOLD, max_size=4))
def test_the_short_way_gives_the_canonical_bytes(details):
    content = content_of(**LINE | {"details": details})
    assert canonical(content) == rfc8785.dumps(content)


def test_changes_hold_only_what_differs():
    assert changes({"rank": "III/a", "kind": "pns"}, {"rank": "III/b", "kind": "pns"}) == {
        "rank": {"before": "III/a", "after": "III/b"}
    }


def test_what_says_who_somebody_is_is_masked_and_what_is_empty_is_not():
    assert changes({"email": "", "nip": "1"}, {"email": "budi@bungo.example", "nip": "2"}) == {
        "email": {"before": None, "after": MASK},
        "nip": {"before": MASK, "after": MASK},
    }


def test_changes_can_be_sealed_whatever_the_values_are():
    day = datetime(2026, 1, 1, tzinfo=UTC).date()
    told = changes({"starts_on": None}, {"starts_on": day, "active": True, "level": 3})
    assert told["starts_on"] == {"before": None, "after": "2026-01-01"}
    assert sealed(details={"changed": told}) != sealed()


@pytest.mark.parametrize(
    ("action", "details", "compared", "told"),
    [
        (
            "organisation.position.changed",
            {"before": {"title": "Kabid", "needed": 1}, "after": {"title": "Kabid", "needed": 2}, "on": "2026-03-02"},
            [("Kebutuhan", "1", "2")],
            [("Berlaku mulai", "2 Maret 2026")],
        ),
        (
            "organisation.employee.changed",
            {"fields": ["rank", "email"]},
            [],
            [("Isian yang berubah", "Golongan, Email")],
        ),
        ("imports.run.undone", {"changed": 0, "new": 5}, [], [("Berubah", "0"), ("Baru", "5")]),
        (
            "accounts.grant.followed",
            {"before": {"role": "hr", "unit": 7}, "after": {"role": "hr", "unit": None}},
            [("Unit", "7", "kosong")],
            [],
        ),
        ("organisation.unit.split", {"before": 3, "after": [4, 5]}, [("Keadaan", "3", "4, 5")], []),
        ("accounts.grant.given", {"role": "hr", "until": None}, [], [("Peran", "BKPSDM"), ("Sampai", "kosong")]),
    ],
)
def test_a_line_is_told_in_words_and_never_as_a_program_writes_it(action, details, compared, told):
    assert labels.comparisons(details, action) == compared
    assert labels.other_facts(details, action) == told
