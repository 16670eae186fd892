"""Asking for a correction, an erasure or a restriction, and the answer."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry, PersonalReading
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee
from app.privacy import rules
from app.privacy.models import PrivacyRequest, RequestKind, RequestStatus
from app.privacy.services import requests as services
from tests.support.builders import make_employee
from tests.support.parallel import together

REASON = "SK terbaru sudah kami periksa."


def ask(person, kind=RequestKind.CORRECTION, **facts):
    typed = {"part": "file", "wrong": "III/a", "right": "III/b"} if kind is RequestKind.CORRECTION else {"note": "x"}
    row = services.ask(person.employee_id, kind, by=person.actor, **typed | facts)
    db.session.commit()
    return row.id


def request_now(request_id):
    db.session.rollback()
    return db.session.execute(
        select(PrivacyRequest).where(PrivacyRequest.id == request_id).execution_options(populate_existing=True)
    ).scalar_one()


def test_budi_asks_for_a_correction_and_sari_answers(visit, budi, sari):
    form = visit(budi).open("privacy.show_own").link("Minta perbaikan data")
    sent = form.press("Kirim permintaan", part="file", wrong="Golongan III/a", right="Golongan III/b", note="")
    assert sent.heading == "Data saya"
    assert "Dijawab paling lambat" in sent.text

    opened = visit(sari).open("privacy.list_requests").link(f"Perbaikan data, {budi.name}")
    assert "Golongan III/b" in opened.text
    listed = opened.press("Simpan keputusan", decision="granted", reason=REASON)
    assert listed.notices == ["Keputusan tercatat. Pegawai sudah diberi tahu alasannya."]
    assert listed.all("h3") == ["Tidak ada permintaan yang menunggu"]

    answered = visit(budi).open("privacy.show_own")
    assert "Dikabulkan" in answered.text
    assert REASON in answered.text
    notices = db.session.execute(select(Notice.text).where(Notice.employee_id == budi.employee_id)).scalars()
    assert list(notices) == ["Permintaan Anda, perbaikan data, dikabulkan."]


def test_officers_hear_of_a_request_but_never_of_their_own(budi, sari):
    colleague = make_employee("Tuti Alawiyah", roles=[Role.HR], female=True)
    ask(budi)
    ask(sari)
    told = db.session.execute(select(Notice.employee_id).where(Notice.kind == "privacy_asked")).scalars()
    assert sorted(told) == sorted([sari.employee_id, colleague.employee_id, colleague.employee_id])


def test_opening_a_request_is_a_reading_the_person_sees(visit, budi, sari):
    request_id = ask(budi)
    visit(sari).open("privacy.show_request", request_id=request_id)
    found = db.session.execute(select(PersonalReading.reader_id, PersonalReading.part)).all()
    assert [tuple(one) for one in found] == [(sari.user_id, "requests")]


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        ("perbaikan", {"part": "", "wrong": "", "right": ""}, "Ada 3 isian yang perlu diperbaiki"),
        ("perbaikan", {"part": "file", "wrong": "x" * 501, "right": "y"}, "Ada 1 isian yang perlu diperbaiki"),
        ("penghapusan", {"note": ""}, "Ada 1 isian yang perlu diperbaiki"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(visit, budi, asked, typed, said):
    page = visit(budi).open("privacy.show_request_form", asked=asked)
    again = page.press("Kirim permintaan", expect=422, **typed)
    assert said in again.text
    assert {name: again.fields[name] for name in typed} == typed
    assert db.session.execute(select(PrivacyRequest.id)).all() == []


def test_another_kind_of_request_is_not_found(visit, budi):
    visit(budi).open("privacy.show_request_form", asked="pemusnahan", expect=404)


def test_the_same_is_not_asked_twice_while_it_waits(visit, budi):
    ask(budi)
    page = visit(budi).open("privacy.show_request_form", asked="perbaikan")
    refused = page.press("Kirim permintaan", expect=409, part="file", wrong="a", right="b")
    assert refused.heading == "Sudah Anda minta"
    assert len(db.session.execute(select(PrivacyRequest.id)).all()) == 1


def test_two_clicks_at_once_make_one_request(app, bungo, budi):
    person, number = budi.employee_id, bungo.id

    def click():
        services.ask(person, RequestKind.ERASURE, by=budi.actor, note="x")
        db.session.commit()

    outcomes = together(app, number, [click, click])
    assert sorted(str(type(one).__name__) for one in outcomes) == ["AlreadyAsked", "NoneType"]


def test_a_request_can_be_taken_back_until_it_is_decided(visit, budi, sari):
    request_id = ask(budi)
    page = visit(budi).open("privacy.show_own").press("Tarik")
    assert page.notices == ["Permintaan ditarik."]
    assert request_now(request_id).status == RequestStatus.WITHDRAWN
    answer = visit(sari).post(
        "privacy.create_decision", request_id=request_id, fields={"decision": "granted", "reason": REASON}
    )
    assert answer.status_code == 409


def test_withdrawing_with_htmx_answers_with_the_list_alone(visit, budi):
    ask(budi)
    part = visit(budi).open("privacy.show_own").press_with_htmx("Tarik")
    assert part.ids == ["requests"]
    assert "Ditarik" in part.text


def test_nobody_decides_about_their_own_data(visit, sari):
    request_id = ask(sari)
    page = visit(sari).open("privacy.show_request", request_id=request_id)
    assert "Simpan keputusan" not in page.buttons
    fields = {"decision": "granted", "reason": REASON}
    assert visit(sari).post("privacy.create_decision", request_id=request_id, fields=fields).status_code == 409
    assert request_now(request_id).status == RequestStatus.WAITING


def test_a_decision_needs_a_reason(visit, budi, sari):
    request_id = ask(budi)
    page = visit(sari).open("privacy.show_request", request_id=request_id)
    again = page.press("Simpan keputusan", expect=422, decision="refused", reason="tidak")
    assert "Alasan terdiri dari 10 sampai 1.000 huruf." in again.text
    assert request_now(request_id).status == RequestStatus.WAITING


def test_a_decision_stands(visit, budi, sari):
    request_id = ask(budi)
    services.refuse(request_now(request_id), REASON, by=sari.actor)
    db.session.commit()
    with pytest.raises(rules.AlreadyDecided):
        services.grant(request_now(request_id), REASON, by=sari.actor, day=now().date())
    db.session.rollback()
    page = visit(sari).open("privacy.show_request", request_id=request_id)
    assert page.all("aside h2") == ["Ditolak"]


def test_what_is_late_says_so_and_the_nearest_deadline_stands_first(visit, budi, dewi, sari):
    with time_machine.travel(now() - timedelta(days=4), tick=False):
        ask(budi)
    ask(dewi)
    page = visit(sari).open("privacy.list_requests")
    assert [one.split(", ")[1].split()[0] for one in page.all(".rows__body b")] == ["Budi", "Dewi"]
    assert page.all(".badge--bad") == ["Lewat tenggat"]


def test_a_granted_restriction_marks_the_file_and_can_be_lifted(visit, budi, sari):
    request_id = ask(budi, RequestKind.RESTRICTION)
    page = visit(sari).open("privacy.show_request", request_id=request_id)
    page.press("Simpan keputusan", decision="granted", reason=REASON)
    assert "sedang dibatasi" in visit(budi).open("privacy.show_own").text
    lifted = visit(sari).open("privacy.show_request", request_id=request_id).press("Cabut pembatasan")
    assert lifted.notices == ["Pembatasan dicabut."]
    db.session.rollback()
    assert db.session.execute(select(Employee.restricted_on).where(Employee.id == budi.employee_id)).scalar() is None
    assert "sedang dibatasi" not in visit(budi).open("privacy.show_own").text


def test_lifting_what_is_not_restricted_is_refused(visit, budi, sari):
    request_id = ask(budi)
    assert visit(sari).post("privacy.create_lifting", request_id=request_id).status_code == 409


def test_the_trail_tells_of_every_turn_by_numbers_only(budi, sari):
    request_id = ask(budi)
    services.grant(request_now(request_id), REASON, by=sari.actor, day=now().date())
    db.session.commit()
    lines = db.session.execute(
        select(AuditEntry.action, AuditEntry.object_id, AuditEntry.details).order_by(AuditEntry.position)
    ).all()
    assert [tuple(line) for line in lines] == [
        ("privacy.request.created", request_id, {"kind": "correction", "part": "file"}),
        ("privacy.request.granted", request_id, {"kind": "correction"}),
    ]


def test_the_answer_is_also_a_mail(budi, sari):
    services.refuse(request_now(ask(budi)), REASON, by=sari.actor)
    db.session.commit()
    mail = db.session.execute(select(Mail).where(Mail.employee_id == budi.employee_id)).scalar_one()
    assert (mail.address, mail.kind, mail.facts["reason"]) == (budi.email, "privacy_decided", REASON)


@pytest.mark.parametrize("name", ["budi", "rina", "organiser", "auditor", "administrator"])
def test_only_officers_decide(visit, cast, name):
    visit(cast[name]).open("privacy.list_requests", expect=403)


def test_another_government_sees_and_decides_nothing(visit, budi, joko):
    request_id = ask(budi)
    page = visit(joko).open("privacy.list_requests")
    assert page.all("h3") == ["Tidak ada permintaan yang menunggu"]
    visit(joko).open("privacy.show_request", request_id=request_id, expect=404)
    fields = {"decision": "granted", "reason": REASON}
    for endpoint in ("privacy.create_decision", "privacy.create_lifting"):
        assert visit(joko).post(endpoint, request_id=request_id, fields=fields).status_code == 404


def test_somebody_elses_request_cannot_be_taken_back(visit, budi, dewi):
    request_id = ask(budi)
    assert visit(dewi).post("privacy.create_withdrawal", request_id=request_id).status_code == 404


def test_one_request_and_three_ask_the_same(visit, budi, dewi, rina, sari, queries):
    browser = visit(sari)
    ask(budi)
    browser.open("privacy.list_requests")

    def asked():
        with queries() as found:
            browser.open("privacy.list_requests")
        return len(found)

    one = asked()
    ask(dewi)
    ask(rina)
    assert asked() == one


def test_leafing_through_many(visit, sari, bungo):
    for number in range(27):
        ask(make_employee(f"Pegawai {number}"))
    first = visit(sari).open("privacy.list_requests")
    second = first.link("Berikutnya")
    assert len(first.all(".rows > li")) + len(second.all(".rows > li")) == 27


def test_the_scope_holds(batanghari, budi):
    ask(budi)
    with scope.within(batanghari.id):
        assert db.session.execute(select(PrivacyRequest.id)).all() == []
