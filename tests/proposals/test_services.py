from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion, WrongField
from app.jobs.registry import registry
from app.letters.models import Letter
from app.letters.rules import NoSignatory
from app.notifications.models import Mail
from app.organisation.models import Placement
from app.proposals import queries as proposals
from app.proposals.facts import ReportFacts, StartFacts
from app.proposals.models import Move, Proposal, ProposalStatus
from app.proposals.services import drafting, proposing, reporting, reviewing, running
from app.training import rules as training_rules
from app.training.models import Batch, BatchStatus, ProgrammeSubject
from app.training.queries import batches
from app.training.services import planning
from tests.proposals.test_rules import FOLLOWS
from tests.support.builders import make_employee
from tests.support.examples import examples
from tests.support.parallel import together
from tests.support.proposals import (
    FINE,
    POOR,
    approved,
    batch_of,
    let_it_be_over,
    local_today,
    make_agency,
    make_facts,
    make_office,
    make_proposal,
    started,
    submitted,
    whole,
)


@pytest.fixture
def office(bungo):
    make_agency()
    return make_office()


def mails(kind):
    db.session.rollback()
    return sorted(row.recipient_name for row in db.session.execute(select(Mail).where(Mail.kind == kind)).scalars())


def test_what_was_handed_in_keeps_its_words_when_it_is_mended(office, sari):
    proposal = submitted(office)
    assert mails("proposals_submitted") == [sari.name]
    with pytest.raises(RuleBroken, match="sudah diajukan"):
        drafting.change(whole(proposal), make_facts("Lain"), version=2, by=office.officer.actor)
    db.session.rollback()
    reviewing.give_back(whole(proposal), POOR, "Segera.", by=sari.actor)
    db.session.commit()
    assert mails("proposals_returned") == [office.officer.name, office.head.name]
    version = whole(proposal).proposal.version
    drafting.change(whole(proposal), make_facts("Uji Kendaraan Lanjut"), version=version, by=office.officer.actor)
    proposing.submit(whole(proposal), by=office.officer.actor)
    db.session.commit()
    second, first = proposals.versions(proposal.id)
    assert (first.number, first.outcome, first.note) == (1, ProposalStatus.RETURNED, "Segera.")
    assert first.facts["rincian"][0] == ["Kegiatan", "Bimbingan Teknis Uji Kendaraan"]
    assert second.facts["rincian"][0] == ["Kegiatan", "Uji Kendaraan Lanjut"]
    letters = proposals.letters_of(proposal.id)
    assert [row.sequence for row in letters] == [1, 2]
    assert letters[1].facts["rows"][-1] == ["Perbaikan atas", f"surat nomor {letters[0].number}"]
    assert [step.status for step in proposals.steps(proposal.id)] == ["draft", "submitted", "returned", "submitted"]


def test_a_vacant_head_keeps_the_proposal_a_draft(office, sari):
    proposal = make_proposal(office)
    db.session.execute(delete(Placement).where(Placement.employee_id == office.head.employee_id))
    db.session.commit()
    with pytest.raises(NoSignatory):
        proposing.submit(whole(proposal), by=office.officer.actor)
    db.session.rollback()
    assert whole(proposal).proposal.status == ProposalStatus.DRAFT
    assert db.session.execute(select(Letter.id)).all() == []


def test_an_answer_goes_out_on_the_agencys_letterhead_or_not_at_all(office, sari):
    proposal = submitted(office)
    with pytest.raises(WrongField):
        reviewing.approve(whole(proposal), POOR, "", by=sari.actor)
    db.session.rollback()
    letter = reviewing.reject(whole(proposal), POOR, "Tidak ada anggaran.", by=sari.actor)
    db.session.commit()
    assert letter.facts["head"]["unit_name"].startswith("Badan Kepegawaian")
    assert letter.facts["addressee"] == ["Kepala Dinas Perhubungan", "di Muara Bungo"]
    assert "Alasannya: Tidak ada anggaran." in letter.facts["closing"]
    assert mails("proposals_answered") == [office.officer.name, office.head.name]


def test_nobody_answers_what_they_handed_in(office, sari):
    proposal = make_proposal(office)
    proposing.submit(whole(proposal), by=sari.actor)
    db.session.commit()
    with pytest.raises(RuleBroken, match="diputus oleh petugas lain"):
        reviewing.approve(whole(proposal), FINE, "", by=sari.actor)


def test_an_approved_proposal_becomes_a_programme_and_a_batch_once(app, bungo, office, sari):
    proposal = approved(office, sari)
    proposal_id, by = proposal.id, sari.actor

    def start():
        running.start(proposals.page(proposals.WHOLE, proposal_id), StartFacts(None, 80), by=by)
        db.session.commit()

    outcomes = together(app, bungo.id, [start] * 3)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "NotNow", "NotNow"]
    batch = db.session.execute(select(Batch)).scalar_one()
    page = batches.managed_batch(batch.id)
    assert (page.title, batch.seats, batch.place, batch.unit_id) == (
        "Bimbingan Teknis Uji Kendaraan",
        20,
        "Aula dinas",
        office.unit.id,
    )
    subjects = db.session.execute(select(ProgrammeSubject).order_by(ProgrammeSubject.sort_order)).scalars()
    assert [(one.title, str(one.lesson_hours)) for one in subjects] == [("Uji emisi", "6.00"), ("Uji rem", "4.00")]


def test_the_batch_waits_for_the_accepted_report(office, sari):
    proposal = started(office, sari)
    with pytest.raises(RuleBroken, match="belum dibuka"):
        reporting.hand_in(whole(proposal), ReportFacts(18, 11, "Lancar."), by=office.officer.actor)
    db.session.rollback()
    batch = let_it_be_over(proposal)
    at = {"last_meeting_ends_at": None, "unmarked": 0, "unscored": 0}
    reporting.hand_in(whole(proposal), ReportFacts(18, 11, "Lancar."), by=office.officer.actor)
    db.session.commit()
    assert batch_of(proposal).realised == 11
    moment = batch.withdrawal_closes_at
    ready = at | {"last_meeting_ends_at": moment, "at": moment}
    with pytest.raises(training_rules.NotReadyToClose, match="belum diterima BKPSDM"):
        training_rules.ensure_may_close(batch, **ready)
    reporting.accept(whole(proposal), "", by=sari.actor)
    db.session.commit()
    training_rules.ensure_may_close(batch_of(proposal), **ready)
    assert mails("proposals_reported") == [sari.name]
    assert mails("proposals_report_answered") == [office.officer.name, office.head.name]


def test_taking_it_back_takes_the_unseen_batch_along_but_not_an_open_one(office, sari):
    proposal = started(office, sari)
    page = batches.managed_batch(proposal.batch_id)
    with pytest.raises(RuleBroken, match="berasal dari usulan unit"):
        planning.delete_draft(page, by=office.officer.actor)
    db.session.rollback()
    open_one = started(office, sari, "Uji Kedua")
    batch_of(open_one).status = BatchStatus.PUBLISHED
    db.session.commit()
    with pytest.raises(RuleBroken, match="Batalkan dulu angkatannya"):
        proposing.withdraw(whole(open_one), "Berhalangan.", by=office.officer.actor)
    db.session.rollback()
    proposing.withdraw(whole(proposal), "Berhalangan.", by=office.officer.actor)
    db.session.commit()
    assert db.session.execute(select(Batch.id)).scalars().all() == [open_one.batch_id]
    assert whole(proposal).proposal.status == ProposalStatus.WITHDRAWN
    assert mails("proposals_withdrawn") == [sari.name]


def test_the_slower_of_two_editors_is_told(office):
    proposal = make_proposal(office)
    drafting.change(whole(proposal), make_facts("Satu"), version=1, by=office.officer.actor)
    with pytest.raises(StaleVersion):
        drafting.change(whole(proposal), make_facts("Dua"), version=1, by=office.officer.actor)


def test_each_side_is_reminded_once_before_and_once_after(office, sari):
    proposal = submitted(office)
    remind = registry.duties["proposals.remind"]
    for days, expected in ((5, 0), (2, 1), (2, 1), (0, 1), (-1, 2), (-9, 2)):
        whole(proposal).proposal.due_on = local_today() + timedelta(days=days)
        db.session.commit()
        remind()
        assert len(mails("proposals_reminder")) == expected, days
    assert set(mails("proposals_reminder")) == {sari.name}
    ran = started(office, sari, "Uji Kedua")
    let_it_be_over(ran)
    batch_of(ran).ends_on = local_today() - timedelta(days=13)
    batch_of(ran).starts_on = batch_of(ran).ends_on
    db.session.commit()
    remind()
    assert set(mails("proposals_reminder")) == {sari.name, office.officer.name, office.head.name}
    assert whole(ran).proposal.due_on == local_today() + timedelta(days=1)


@examples(12)
@given(st.lists(st.sampled_from(list(Move)), min_size=1, max_size=9))
def test_services_follow_the_model_whatever_is_tried(office, sari, moves):
    """The real services, on the database, against the table of states written down in the test of the rules."""
    proposal, by = make_proposal(office), office.officer.actor
    status = "draft"
    issued = count_letters()
    for move in moves:
        attempts = {
            Move.SUBMIT: lambda: proposing.submit(whole(proposal), by=by),
            Move.RETURN: lambda: reviewing.give_back(whole(proposal), POOR, "", by=sari.actor),
            Move.APPROVE: lambda: reviewing.approve(whole(proposal), FINE, "", by=sari.actor),
            Move.REJECT: lambda: reviewing.reject(whole(proposal), POOR, "Tidak sesuai.", by=sari.actor),
            Move.WITHDRAW: lambda: proposing.withdraw(whole(proposal), "Batal saja.", by=by),
            Move.START: lambda: running.start(whole(proposal), StartFacts(None, 80), by=sari.actor),
            Move.REPORT: lambda: reporting.hand_in(whole(proposal), ReportFacts(1, 1, "Lancar."), by=by),
            Move.RETURN_REPORT: lambda: reporting.give_back(whole(proposal), "Foto.", by=sari.actor),
            Move.ACCEPT_REPORT: lambda: reporting.accept(whole(proposal), "", by=sari.actor),
        }
        follows = FOLLOWS.get((status, move))
        if move == Move.WITHDRAW and status == "running":
            follows = None  # its batch was opened below
        try:
            attempts[move]()
            db.session.commit()
            done = True
        except RuleBroken:
            db.session.rollback()
            done = False
        assert done is (follows is not None), (status, move)
        if follows is not None:
            status = follows
            issued += move in {Move.SUBMIT, Move.APPROVE, Move.REJECT, Move.REPORT}
            if move == Move.START:
                let_it_be_over(whole(proposal).proposal)
        assert whole(proposal).proposal.status == status
    assert count_letters() == issued
    for unit_id in set(db.session.execute(select(Letter.unit_id)).scalars()):
        sequence = db.session.execute(select(Letter.sequence).where(Letter.unit_id == unit_id)).scalars().all()
        assert sorted(sequence) == list(range(1, len(sequence) + 1))


def count_letters() -> int:
    return len(db.session.execute(select(Letter.id)).all())


def test_the_list_of_proposals_asks_the_same_however_many(office, sari, queries):
    make_proposal(office)
    with queries() as once:
        assert len(proposals.proposals(proposals.WHOLE, proposals.Filters(), before=None, limit=26)) == 1
    make_proposal(office, "Dua")
    make_proposal(office, "Tiga")
    with queries() as thrice:
        assert len(proposals.proposals(proposals.WHOLE, proposals.Filters(), before=None, limit=26)) == 3
    assert len(once) == len(thrice) == 1


def test_a_colleague_of_the_same_unit_may_answer(office, sari):
    other = make_employee("Penelaah Lain")
    proposal = submitted(office)
    reviewing.approve(whole(proposal), FINE, "", by=other.actor)
    db.session.commit()
    assert db.session.get_one(Proposal, proposal.id).status == ProposalStatus.APPROVED
