"""When an action goes on, who is reminded, and what of the catalogue fits."""

from datetime import date, timedelta

import pytest

from app.base.errors import RuleBroken, WrongField
from app.interventions import rules
from app.interventions.catalogue import shipped
from app.interventions.labels import TARGETS, kind_of
from app.interventions.models import ActionStatus, InterventionAction, TargetKind

DAY = date(2026, 12, 1)
STEPS = {
    ("proposed", "agreed"), ("proposed", "dropped"),
    ("agreed", "in_progress"), ("agreed", "done"), ("agreed", "dropped"),
    ("in_progress", "done"), ("in_progress", "dropped"),
    ("done", "verified"), ("done", "in_progress"), ("done", "dropped"),
}  # fmt: skip


@pytest.mark.parametrize("status", list(ActionStatus))
@pytest.mark.parametrize("following", list(ActionStatus))
def test_an_action_takes_these_steps_and_no_others(status, following):
    if (status, following) in STEPS:
        rules.ensure_possible(status, following)
        return
    with pytest.raises(RuleBroken) as refused:
        rules.ensure_possible(status, following)
    assert refused.value.message


@pytest.mark.parametrize(
    ("due", "reminded", "status", "is_reminded"),
    [
        (4, None, "agreed", False),
        (3, None, "agreed", True),
        (3, None, "done", False),
        (-20, None, "proposed", True),
        (-20, -6, "in_progress", False),
        (-20, -7, "in_progress", True),
    ],
)
def test_the_owner_is_reminded_three_days_ahead_and_then_weekly(due, reminded, status, is_reminded):
    action = InterventionAction(
        status=ActionStatus(status),
        due_on=DAY + timedelta(days=due),
        reminded_on=None if reminded is None else DAY + timedelta(days=reminded),
    )
    assert rules.should_remind(action, DAY) is is_reminded


@pytest.mark.parametrize(
    ("words", "has_file", "is_enough"), [("", True, True), ("Sudah.", False, False), ("Sudah dirapatkan.", False, True)]
)
def test_what_is_done_is_shown_by_words_or_a_file(words, has_file, is_enough):
    if is_enough:
        rules.ensure_evidence(words, has_file=has_file)
        return
    with pytest.raises(WrongField) as refused:
        rules.ensure_evidence(words, has_file=has_file)
    assert refused.value.field == "evidence"


def test_nobody_confirms_their_own_action():
    action = InterventionAction(owner_id=7)
    rules.ensure_not_own(action, 8)
    with pytest.raises(rules.OwnWord):
        rules.ensure_not_own(action, 7)


def test_the_catalogue_has_an_answer_for_every_barrier_cause_and_segment():
    assert len(shipped()) == 36
    assert {(one.target_kind, one.target_code) for one in shipped()} == {(kind_of(code), code) for code in TARGETS}


def test_what_fits_comes_apart_from_the_rest():
    exact, others = rules.fitting(shipped(), TargetKind.BARRIER, "desire")
    assert [one.name for one in exact] == [
        "Bincang empat mata", "Kelompok perintis", "Jaminan masa peralihan", "Penghargaan kecil",
    ]  # fmt: skip
    assert len(exact) + len(others) == 36
    assert rules.fitting(shipped(), None, "")[0] == []
