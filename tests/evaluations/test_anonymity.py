"""Nobody can tell who said what: not from the tables, their order, their keys, the trail, the mail or the log."""

import json

import pytest
from sqlalchemy import select, text

from app.audit.models import AuditEntry
from app.base.database import db
from app.evaluations import queries
from app.evaluations.models import EvaluationAnswer, EvaluationParticipation, EvaluationStatus
from app.evaluations.services import closing, forms
from app.jobs import worker
from tests.support import loot
from tests.support.builders import make_batch, make_employee, make_position
from tests.support.learning import evaluate, make_evaluation

PEOPLE = 40


@pytest.fixture
def crowd(bungo):
    post = make_position().id
    return [make_employee(f"Peserta {number:02d}", position_id=post, email="") for number in range(PEOPLE)]


def close(evaluation, by):
    closing.request(evaluation, by=by)
    db.session.commit()
    worker.drain()
    db.session.expire_all()


def test_the_tables_hold_nothing_that_could_tell(bungo):
    columns = {
        model.__tablename__: {column.name for column in model.__table__.c}
        for model in (EvaluationAnswer, EvaluationParticipation)
    }
    assert columns == {
        "evaluation_answer": {"key", "evaluation_id", "government_id", "replies"},
        "evaluation_participation": {"evaluation_id", "employee_id", "government_id", "token_hash", "done"},
    }
    keys = {key.column.table.name for key in EvaluationAnswer.__table__.foreign_keys}
    assert keys == {"evaluation", "government"}
    if db.engine.dialect.name == "sqlite":
        rows = db.session.execute(text("SELECT sql FROM sqlite_master WHERE name LIKE 'evaluation_%'")).scalars()
        without = [sql for sql in rows if sql and "WITHOUT ROWID" in sql]
        assert len(without) == 2


def test_after_closing_no_guess_is_better_than_chance(crowd, organiser):
    """Forty people answer one after the other, each with a text that gives them away to the test alone."""
    evaluation = make_evaluation(make_batch(), crowd)
    for person in crowd:
        evaluate(person, evaluation, text=f"rahasia {person.employee_id}")
    close(evaluation, organiser.actor)
    assert evaluation.status == EvaluationStatus.CLOSED
    right = {name: _right(guess) for name, guess in _guesses(crowd, evaluation).items()}
    # By chance one of forty is right.
    assert {name: count for name, count in right.items() if loot.chance_of(count, [PEOPLE]) < loot.UNLIKELY} == {}


def _guesses(crowd, evaluation):
    """Pairings somebody with a copy of the database would try: (person, answer) by each order there is."""
    system = {"sqlite": (), "postgresql": ("ctid", "xmin::text::bigint")}[db.engine.dialect.name]
    guesses = {}
    orders = ("key", "replies", *system)
    for mine in ("employee_id", *system):
        people = db.session.execute(text(f"SELECT employee_id FROM evaluation_participation ORDER BY {mine}")).scalars()
        people = list(people)
        for theirs in ("", *(one for one in orders if one != "replies")):
            order = f" ORDER BY {theirs}" if theirs else ""
            answers = db.session.execute(text(f"SELECT replies FROM evaluation_answer{order}")).scalars()
            guesses[f"{mine} beside {theirs or 'as they lie'}"] = list(zip(people, map(_writer, answers), strict=True))
    assert len(next(iter(guesses.values()))) == len(crowd)
    assert evaluation.id
    return guesses


def _writer(replies):
    kept = json.loads(replies) if isinstance(replies, str) else replies
    return int(next(value for value in kept.values() if value.startswith("rahasia")).split()[1])


def _right(pairs):
    return sum(person == writer for person, writer in pairs)


def test_an_answer_leaves_no_line_and_no_token(crowd, organiser):
    evaluation = make_evaluation(make_batch(), crowd[:6])
    before = db.session.execute(select(AuditEntry.id).order_by(AuditEntry.id)).all()
    evaluate(crowd[0], evaluation)
    assert db.session.execute(select(AuditEntry.id).order_by(AuditEntry.id)).all() == before
    spent = queries.participation(evaluation.id, crowd[0].employee_id)
    assert (spent.done, spent.token_hash) == (True, None)
    close(evaluation, organiser.actor)
    db.session.expire_all()
    hashes = db.session.execute(select(EvaluationParticipation.token_hash)).scalars()
    assert set(hashes) == {None}


def test_keys_are_new_after_closing_and_closing_again_changes_nothing_seen(crowd, organiser):
    evaluation = make_evaluation(make_batch(), crowd[:12])
    for person in crowd[:11]:
        evaluate(person, evaluation, text="catatan")
    before = set(db.session.execute(select(EvaluationAnswer.key)).scalars())
    close(evaluation, organiser.actor)
    after = set(db.session.execute(select(EvaluationAnswer.key)).scalars())
    assert (len(before & after), len(after)) == (0, 11)
    closing.close({"evaluation_id": evaluation.id}, lambda _done, _total: None)
    found = queries.results(evaluation.id)
    assert (found.answers, found.targeted, found.shows_texts) == (11, 12, True)


def test_copies_made_meanwhile_are_marked_and_destroyed(crowd, organiser, tmp_path):
    from app.base import copies, forgetting, scope

    evaluation = make_evaluation(make_batch(), crowd[:5])
    with scope.everything():
        words = [one.sentence for one in copies.words()]
    assert words == [f"evaluasi {evaluation.id} sedang terbuka"]
    marked, plain = tmp_path / "penata-20261129T000000Z-marked.tar", tmp_path / "penata-20261129T000000Z.tar"
    for path in (marked, plain):
        path.write_bytes(b"x")
    forgetting.use_backups(tmp_path)
    close(evaluation, organiser.actor)
    assert (marked.exists(), plain.exists()) == (False, True)
    with scope.everything():
        assert copies.words() == []


def test_a_token_of_another_evaluation_opens_that_one_alone(crowd):
    one, other = (make_evaluation(make_batch(), crowd[:3]) for _times in range(2))
    token = forms.token_of(one.id, crowd[0].employee_id)
    assert token != forms.token_of(other.id, crowd[0].employee_id)
    assert len(token) == 40
    assert queries.by_token(forms.fingerprint(token)).id == one.id
    assert queries.by_token(forms.fingerprint(token[:-1] + "0" if token[-1] != "0" else token[:-1] + "1")) is None
