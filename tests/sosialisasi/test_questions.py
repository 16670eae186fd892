"""Asking, voting, merging, answering and forgetting who voted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from app.access.visitor import EVERYWHERE, SYSTEM
from app.accounts.rules import fingerprint
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import StaleVersion
from app.jobs import worker
from app.notifications.models import Mail
from app.organisation.queries import employee
from app.sosialisasi.facts.questions import Answered
from app.sosialisasi.models import AskedQuestion, QuestionVote, Which
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.rules import questions as rules
from app.sosialisasi.services import boards as board_services
from app.sosialisasi.services import replying
from tests.support.asking import ask, make_running_round, open_board, vote
from tests.support.builders import make_government

ZONE = "Asia/Jakarta"


@pytest.fixture
def one(bungo):
    found = make_running_round()
    open_board(found)
    return found


def answered(question, text="Mulai Januari.", *, for_asker=False, by=SYSTEM):
    replying.answer(question, Answered(text, for_asker), version=question.version, by=by)
    db.session.commit()


def test_of_an_anonymous_asker_a_day_and_a_hash_are_kept_and_no_line_in_the_trail(one):
    before = db.session.execute(select(func.count(AuditEntry.id))).scalar_one()
    question, code = ask(one, "Apakah loket tetap buka?")
    assert (question.asked_by_id, question.code_hash) == (None, fingerprint(code))
    assert question.asked_on == today(ZONE)
    assert not {column.name for column in AskedQuestion.__table__.c} & {"asked_at", "created_at", "address", "device"}
    assert code not in str({name: str(value) for name, value in vars(question).items()})
    assert db.session.execute(select(func.count(AuditEntry.id))).scalar_one() == before


def test_whoever_gives_a_name_is_told_and_gets_no_code(one, budi):
    question, code = ask(one, "Kapan pindah?", by=budi)
    assert (question.asked_by_id, question.code_hash, code) == (budi.employee_id, None, "")
    answered(question)
    mail = db.session.execute(select(Mail).where(Mail.kind == "question_answered")).scalar_one()
    assert mail.employee_id == budi.employee_id


def test_one_vote_for_each_and_none_after_the_round(one, app):
    question, _code = ask(one, "Kapan?")
    for who in ("person 1", "person 2", "device a"):
        vote(one, question, who)
    with pytest.raises(rules.AlreadyVoted):
        vote(one, question, "person 2")
    db.session.rollback()
    assert queries.by_id(question.id).votes == 3
    room = boards.room_of_round(one.id)
    room.meeting.ends_at = now() - timedelta(seconds=1)
    db.session.commit()
    with pytest.raises(rules.VotingOver):
        vote(one, question, "person 4")


def test_a_question_of_another_round_is_not_on_this_board(one):
    other = make_running_round()
    open_board(other)
    question, _code = ask(other, "Di sini?")
    with pytest.raises(NoResultFound):
        vote(one, question, "person 1")


def test_after_the_round_nobody_can_tell_who_voted(one):
    question, _code = ask(one, "Kapan?")
    vote(one, question, "person 1")
    room = boards.room_of_round(one.id)
    room.meeting.ends_at = now() - timedelta(minutes=1)
    db.session.commit()
    for _times in range(2):
        worker.see_to("sosialisasi.end_voting")
    db.session.expire_all()
    assert boards.board_of(one.id).vote_key == ""
    assert db.session.execute(select(func.count(QuestionVote.voter))).scalar_one() == 0
    assert queries.by_id(question.id).votes == 1
    assert board_services.end_voting(one.id) is False


def test_merging_counts_who_supported_both_once_and_tells_every_asker(one, budi, dewi):
    first, _code = ask(one, "Kapan pindah?", by=budi)
    second, _code = ask(one, "Kapan kita pindah?", by=dewi)
    third, code = ask(one, "Pindahnya kapan?")
    vote(one, first, "person 1")
    vote(one, second, "person 1")
    vote(one, second, "person 2")
    replying.merge(third, second, by=SYSTEM)
    replying.merge(second, first, by=SYSTEM)
    db.session.commit()
    assert queries.by_id(first.id).votes == 2
    (listed,) = queries.of_round(one.id, day=today(ZONE))
    assert [one.id for one in listed.merged] == [second.id, third.id]
    answered(queries.by_id(first.id))
    told = set(db.session.execute(select(Mail.employee_id).where(Mail.kind == "question_answered")).scalars())
    assert told == {budi.employee_id, dewi.employee_id}
    with scope.everything():
        found = queries.by_code(fingerprint(code))
    assert (found.question.id, found.answered.answer) == (third.id, "Mulai Januari.")
    vote(one, queries.by_id(second.id), "person 3")
    assert queries.by_id(first.id).votes == 3


def test_merged_into_one_that_is_answered_the_asker_is_told_at_once(one, budi):
    first, _code = ask(one, "Kapan?")
    answered(first)
    second, _code = ask(one, "Kapan ya?", by=budi)
    replying.merge(second, first, by=SYSTEM)
    db.session.commit()
    told = db.session.execute(select(Mail.employee_id).where(Mail.kind == "question_answered")).scalar_one()
    assert told == budi.employee_id
    private, _code = ask(one, "Rahasia?")
    answered(private, for_asker=True)
    third, _code = ask(one, "Rahasia juga?")
    with pytest.raises(rules.NotNow, match="hanya untuk penanyanya"):
        replying.merge(third, private, by=SYSTEM)


def test_after_voting_ended_the_numbers_add_up(one):
    first, _code = ask(one, "Kapan?")
    second, _code = ask(one, "Kapan ya?")
    vote(one, first, "person 1")
    vote(one, second, "person 1")
    board_services.end_voting(one.id)
    db.session.commit()
    replying.merge(second, first, by=SYSTEM)
    db.session.commit()
    assert queries.by_id(first.id).votes == 2


def test_a_question_moves_from_open_to_answered_to_published_and_back(one):
    question, _code = ask(one, "Kapan?")
    day = today(ZONE)
    assert [len(queries.of_round(one.id, which, day=day)) for which in (Which.OPEN, Which.PUBLISHED)] == [1, 0]
    with pytest.raises(rules.NotNow):
        replying.publish(question, by=SYSTEM)
    answered(question)
    replying.publish(question, by=SYSTEM)
    db.session.commit()
    assert [len(queries.of_round(one.id, which, day=day)) for which in (Which.OPEN, Which.PUBLISHED)] == [0, 1]
    with pytest.raises(rules.NotNow, match="sudah terbit"):
        answered(question)
    db.session.rollback()
    replying.withdraw(question, by=SYSTEM)
    answered(question, "Mulai Februari.")
    assert queries.by_id(question.id).answer == "Mulai Februari."


def test_two_who_answer_at_once_do_not_overwrite_each_other(one):
    question, _code = ask(one, "Kapan?")
    seen = question.version
    replying.answer(question, Answered("Januari.", False), version=seen, by=SYSTEM)
    db.session.commit()
    with pytest.raises(StaleVersion):
        replying.answer(question, Answered("Maret.", False), version=seen, by=SYSTEM)


def test_the_wall_shows_neither_hidden_nor_merged_nor_personal_data(one):
    shown, _code = ask(one, "Kapan?")
    hidden, _code = ask(one, "Tuduhan")
    merged, _code = ask(one, "Kapan ya?")
    ask(one, "NIK saya 1508012345670001")
    replying.hide(hidden, "Menuduh seseorang.", by=SYSTEM)
    replying.merge(merged, shown, by=SYSTEM)
    db.session.commit()
    assert [one.id for one in queries.on_the_wall(one.id)] == [shown.id]
    assert len(queries.of_round(one.id, Which.HIDDEN, day=today(ZONE))) == 1


def test_a_question_is_whoevers_opened_the_board_until_it_is_handed_on(bungo, sari, rina):
    one = make_running_round()
    board_services.open_(one, by=sari.actor)
    db.session.commit()
    question, _code = ask(one, "Kapan pindah?")
    assert question.owner_id == sari.employee_id
    assert [row.question.id for row in queries.owned_by(sari.employee_id)] == [question.id]
    assert not replying.remind(question.id, today=today(ZONE))
    assert replying.remind(question.id, today=question.due_on - timedelta(days=1))
    db.session.commit()
    mail = db.session.execute(select(Mail).where(Mail.kind == "question_due")).scalar_one()
    assert mail.employee_id == sari.employee_id
    replying.assign(question, employee(rina.employee_id), question.due_on, today=today(ZONE), by=sari.actor)
    db.session.commit()
    assert queries.owned_by(sari.employee_id) == []


def test_several_questions_of_a_round_are_one_reminder_a_day(bungo, sari):
    one, other = make_running_round(), make_running_round()
    for row in (one, other):
        board_services.open_(row, by=sari.actor)
    db.session.commit()
    asked = [ask(row, f"Pertanyaan {number}")[0] for row in (one, other) for number in (1, 2, 3)]
    for question in asked:
        assert replying.remind(question.id, today=question.due_on)
        db.session.commit()
    told = select(func.count(Mail.id)).where(Mail.kind == "question_due")
    assert db.session.execute(told).scalar_one() == 2
    assert not replying.remind(asked[0].id, today=asked[0].due_on)


def test_the_owner_is_asked_and_reminded_and_not_again_too_soon(one, rina):
    question, _code = ask(one, "Kapan?")
    day = today(ZONE)
    replying.assign(question, employee(rina.employee_id), day + timedelta(days=1), today=day, by=SYSTEM)
    db.session.commit()
    for _times in range(2):
        worker.see_to("sosialisasi.remind_owners")
    kinds = db.session.execute(select(Mail.kind).where(Mail.employee_id == rina.employee_id)).scalars().all()
    assert sorted(kinds) == ["question_assigned", "question_due"]


def test_counts_by_round_and_initiative(one):
    for text in ("Satu?", "Dua?"):
        ask(one, text)
    late, _code = ask(one, "Tiga?")
    late.due_on = today(ZONE) - timedelta(days=1)
    answered(ask(one, "Empat?")[0])
    event_id = one.sosialisasi_id
    tally = queries.tallies(event_id, today(ZONE))[one.id]
    assert (tally.every, tally.open, tally.overdue, tally.answered, tally.published) == (4, 3, 1, 1, 0)
    initiative_id = boards.room_of_round(one.id).event.initiative_id
    assert queries.tally_of_initiative(initiative_id, today(ZONE)) == tally


def test_nothing_is_seen_from_another_government(one):
    question, _code = ask(one, "Kapan?")
    number = question.id
    scope.enter(make_government("Kabupaten Tebo").id)
    with pytest.raises(NoResultFound):
        queries.managed(EVERYWHERE, number)
    assert queries.on_the_wall(one.id) == []
