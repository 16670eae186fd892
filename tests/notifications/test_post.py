"""The outbox and the way to a real mail server (security J2)."""

import smtplib
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import current_app
from icalendar import Calendar
from sqlalchemy import select

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.notifications import catalogue, post, posting, queries, rules, services
from app.notifications.models import Mail, MailStatus, Notice
from app.notifications.queries import MailFilters
from app.notifications.services import Recipient
from tests.support.ports import own_port

SHUT = "smtp://127.0.0.1:9"
FACTS = {
    "batch": "Pelayanan Prima, Angkatan 3",
    "dates": "10 Desember 2026",
    "place": "Aula BKPSDM, Muara Bungo",
    "meetings": [[7, "2026-12-10T01:00:00+00:00", "2026-12-10T08:30:00+00:00", "Aula BKPSDM"]],
    "timezone": "Asia/Jakarta",
    "organiser": "BKPSDM Kabupaten Bungo",
    "why": "",
}


class MailServer:
    """A mail server that keeps what it takes and refuses as told."""

    def __init__(self):
        self.taken = []
        self.refusals = {}
        self.while_taking = lambda: None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.while_taking()
        if "data" in self.refusals:
            return self.refusals["data"]
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture
def server():
    """The server's handler, and the address it listens at."""
    handler = MailServer()
    with own_port() as port:
        controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=60)
        controller.start()
        handler.url = f"smtp://127.0.0.1:{port}"
        post.use_settings(smtp_url=handler.url, sender="Penata <penata@bungo.example>")
        yield handler
        controller.stop()


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


def tell(person, *, key="", kind="training_confirmed", name="", address="", **facts):
    recipient = Recipient(person.employee_id, name or person.name, address or person.email)
    services.tell(
        recipient,
        kind,
        "Anda terdaftar.",
        path="/pelatihan/angkatan/3",
        key=key or str(person.employee_id),
        **FACTS | facts,
    )
    db.session.commit()


def mails():
    db.session.rollback()
    statement = select(Mail).order_by(Mail.id).execution_options(populate_existing=True)
    return list(db.session.execute(statement).scalars())


def post_now():
    with scope.everything():
        posting.post_waiting()
        db.session.commit()


def test_a_notice_and_a_mail_tell_the_same(budi, server):
    tell(budi)
    notice = db.session.execute(select(Notice)).scalar_one()
    assert (notice.employee_id, notice.text, notice.path) == (
        budi.employee_id,
        "Anda terdaftar.",
        "/pelatihan/angkatan/3",
    )
    post_now()
    message = server.taken[0]
    assert message["To"] == f'"{budi.name}" <{budi.email}>'
    assert message["From"] == "Penata <penata@bungo.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert FACTS["batch"] in message["Subject"]


def test_a_mail_is_text_with_a_page_beside_it_and_its_links_are_ours(budi, server):
    tell(budi)
    post_now()
    message = server.taken[0]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    for kind in ("plain", "html"):
        body = message.get_body((kind,)).get_content()
        assert "http://127.0.0.1:8000/pelatihan/angkatan/3" in body
        assert FACTS["place"] in body


def test_what_people_wrote_cannot_become_markup_in_a_mail(budi, server):
    tell(budi, batch="<b onclick=x>&Angkatan</b>")
    post_now()
    assert "<b onclick=x>&Angkatan</b>" in server.taken[0].get_body(("plain",)).get_content()
    page = server.taken[0].get_body(("html",)).get_content()
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;&amp;Angkatan&lt;/b&gt;" in page


def test_a_mail_is_sent_once_however_often_the_worker_looks(budi, server):
    tell(budi)
    for _ in range(3):
        post_now()
    worker.drain()
    assert len(server.taken) == 1
    (mail,) = mails()
    assert (mail.status, mail.attempts, mail.trouble) == (MailStatus.SENT, 1, "")
    assert server.taken[0]["Message-ID"] == mail.message_id


def test_a_letter_forgotten_while_it_is_sent_leaves_nothing_and_holds_up_no_other(budi, dewi, server):
    """Its worker holds it when whoever writes such letters lets go of them all (decision 0098)."""
    app, ends = current_app._get_current_object(), threading.Lock()

    def close():
        if ends.acquire(blocking=False):
            with app.app_context(), scope.everything():
                services.forget("training_confirmed", "budi", notices=Notice.employee_id == budi.employee_id)
                db.session.commit()

    tell(budi, key="budi")
    tell(dewi, key="dewi")
    server.while_taking = close
    post_now()
    assert len(server.taken) == 2
    assert [(mail.employee_id, mail.status) for mail in mails()] == [(dewi.employee_id, MailStatus.SENT)]


def test_a_letter_that_waits_for_another_try_is_forgotten_as_well(budi, server):
    post.use_settings(smtp_url="smtp://127.0.0.1:9", sender="Penata <penata@bungo.example>")
    tell(budi, key="budi")
    post_now()
    services.forget("training_confirmed", "budi", notices=Notice.employee_id == budi.employee_id)
    db.session.commit()
    assert mails() == []
    assert db.session.execute(select(Notice.id)).all() == []


def test_many_mails_go_over_one_connection_in_order(cast, server):
    people = [cast[name] for name in ("budi", "dewi", "rina", "sari")]
    for person in people:
        tell(person)
    post_now()
    assert [message["To"].addresses[0].addr_spec for message in server.taken] == [one.email for one in people]


def test_the_same_occasion_is_told_by_mail_once(budi, server):
    tell(budi, key="1")
    with pytest.raises(Exception, match=r"(?i)unique"):
        tell(budi, key="1")
    db.session.rollback()
    tell(budi, key="2")
    post_now()
    assert len(server.taken) == 2


def test_what_is_rolled_back_is_never_told(budi, server):
    services.tell(
        Recipient(budi.employee_id, budi.name, budi.email), "training_confirmed", "x", path="/", key="1", **FACTS
    )
    db.session.rollback()
    post_now()
    assert server.taken == []
    assert db.session.execute(select(Notice.id)).all() == []


def test_without_an_address_there_is_a_notice_alone(bungo):
    services.tell(Recipient(1, "Andi", ""), "training_confirmed", "x", path="/", key="1", **FACTS)
    db.session.commit()
    assert mails() == []
    assert len(db.session.execute(select(Notice.id)).all()) == 1


def test_without_a_mail_server_letters_wait(budi):
    tell(budi)
    post_now()
    assert [(mail.status, mail.attempts) for mail in mails()] == [(MailStatus.WAITING, 0)]


def test_a_server_that_is_down_only_delays_and_ever_longer(budi, server, clock):
    post.use_settings(smtp_url=SHUT, sender="Penata <penata@bungo.example>")
    tell(budi)
    waits = []
    for _ in range(8):
        post_now()
        (mail,) = mails()
        assert mail.status == MailStatus.WAITING
        waits.append((mail.next_try_at - now()) / timedelta(minutes=1))
        clock.move_to(mail.next_try_at - timedelta(seconds=1))
        post_now()
        assert mails()[0].attempts == len(waits)
        clock.move_to(mail.next_try_at)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    post.use_settings(smtp_url=server.url, sender="Penata <penata@bungo.example>")
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.SENT]
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("refusal", "status"),
    [("550 no such user", MailStatus.FAILED), ("553 bad name", MailStatus.FAILED), ("451 later", MailStatus.WAITING)],
)
def test_a_refused_recipient_is_final_when_the_server_says_so(budi, dewi, server, refusal, status):
    server.refusals[budi.email] = refusal
    tell(budi)
    tell(dewi)
    post_now()
    assert [mail.status for mail in mails()] == [status, MailStatus.SENT]
    assert refusal[:3] in mails()[0].trouble


def test_a_failed_mail_is_not_tried_again(budi, server, clock):
    server.refusals[budi.email] = "550 no such user"
    tell(budi)
    post_now()
    clock.shift(timedelta(days=2))
    server.refusals.clear()
    post_now()
    assert server.taken == []


def test_a_letter_that_was_not_taken_is_sent_again_in_full(budi, server, clock):
    server.refusals["data"] = "451 try again"
    tell(budi)
    post_now()
    assert (mails()[0].status, server.taken) == (MailStatus.WAITING, [])
    server.refusals.clear()
    clock.shift(timedelta(minutes=3))
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.SENT]


@pytest.mark.parametrize(
    "forged",
    [
        {"address": "budi@bungo.example\r\nBcc: all@evil.example"},
        {"address": "budi@bungo.example, all@evil.example"},
        {"name": "Budi\r\nBcc: all@evil.example"},
        {"name": "Budi\nSubject: menang undian"},
        {"address": "not an address"},
        {"address": "@"},
    ],
)
def test_what_would_break_a_header_is_refused_and_holds_up_no_other_mail(budi, dewi, server, forged):
    tell(budi, **forged)
    tell(dewi)
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.FAILED, MailStatus.SENT]
    assert [message["To"].addresses[0].addr_spec for message in server.taken] == [dewi.email]
    assert server.taken[0]["Bcc"] is None


def test_a_subject_cannot_carry_a_header(budi, server):
    tell(budi, batch="Angkatan\r\nBcc: all@evil.example")
    post_now()
    assert server.taken[0]["Bcc"] is None
    assert "Angkatan Bcc: all@evil.example" in server.taken[0]["Subject"]


def test_a_letter_without_its_template_waits_and_holds_up_no_other(budi, dewi, server):
    tell(budi)
    mails()[0].kind = "training_forgotten"
    db.session.commit()
    tell(dewi)
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.WAITING, MailStatus.SENT]
    assert mails()[0].trouble


def test_while_the_server_talks_no_transaction_is_open(budi, server):
    """A slow mail server must not keep everybody else from writing (security C2)."""
    open_connections = []
    engine = db.engine
    server.while_taking = lambda: open_connections.append(engine.pool.checkedout())
    tell(budi)
    post_now()
    assert open_connections == [0]


def test_two_workers_send_a_mail_once(app, cast, server):
    for name in ("budi", "dewi", "rina"):
        tell(cast[name])
    db.session.rollback()
    start = threading.Barrier(2)

    def work():
        with app.app_context():
            start.wait()
            post_now()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.taken) == 3
    assert {mail.status for mail in mails()} == {MailStatus.SENT}


def test_a_worker_that_died_while_sending_leaves_the_mail_to_the_next(budi, server, clock):
    """It holds the mail for as long as a lease; whether it was taken nobody knows, so the same Message-ID goes out."""
    tell(budi)
    with scope.everything():
        assert len(posting.lease()) == 1
    post_now()
    assert server.taken == []
    clock.shift(timedelta(minutes=posting.LEASE_MINUTES))
    post_now()
    assert [message["Message-ID"] for message in server.taken] == [mails()[0].message_id]


def test_signing_in_to_the_server_is_part_of_its_address(budi, server):
    post.use_settings(
        smtp_url=server.url.replace("smtp://", "smtp://budi:rah%40sia@"), sender="Penata <p@bungo.example>"
    )
    tell(budi)
    post_now()
    (mail,) = mails()
    assert mail.status == MailStatus.WAITING
    assert smtplib.SMTPNotSupportedError.__name__ in mail.trouble


def test_message_ids_are_made_in_the_senders_domain(budi, server):
    tell(budi, key="1")
    tell(budi, key="2")
    ids = [mail.message_id for mail in mails()]
    assert len(set(ids)) == 2
    assert all(one.endswith("@bungo.example>") for one in ids)


def test_the_outbox_shows_this_government_newest_first(budi, dewi, joko):
    tell(budi)
    tell(dewi)
    with scope.within(joko.government_id):
        tell(joko)
    assert [row.recipient_name for row in queries.outbox(MailFilters(), before=None, limit=9)] == [dewi.name, budi.name]
    newest = queries.outbox(MailFilters(), before=None, limit=1)[0]
    assert [row.recipient_name for row in queries.outbox(MailFilters(), before=newest.id, limit=9)] == [budi.name]
    with scope.within(joko.government_id):
        assert [row.recipient_name for row in queries.outbox(MailFilters(), before=None, limit=9)] == [joko.name]


def test_a_server_that_does_not_answer_ends_the_round_at_the_first_letter(budi, dewi, rina):
    """So that one silent server never holds up the worker for as long as the outbox is."""
    post.use_settings(smtp_url=SHUT, sender="Penata <penata@bungo.example>")
    for person in (budi, dewi, rina):
        tell(person)
    worker.see_to(services.DUTY)
    db.session.rollback()
    attempts = db.session.execute(select(Mail.attempts).order_by(Mail.id)).scalars().all()
    assert attempts == [1, 0, 0]


def test_a_confirmed_seat_brings_its_meetings_as_a_calendar(budi, server):
    tell(budi)
    post_now()
    [attached] = server.taken[0].iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/calendar", "jadwal.ics")
    assert attached.get_param("method") == "PUBLISH"
    calendar = Calendar.from_ical(attached.get_content())
    [event] = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "PUBLISH"
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (FACTS["batch"], "Aula BKPSDM")
    assert event.decoded("DTSTART").isoformat() == "2026-12-10T08:00:00+07:00"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Jakarta"]


def test_each_try_sends_the_same_bytes(budi, clock):
    tell(budi)
    tries = []
    for _ in range(3):
        [mail] = mails()
        message = post.compose(mail, posting.letter_of(mail), posting.attachment_of(mail))
        tries.append(message.as_bytes(policy=policy.SMTP))
        clock.shift(timedelta(hours=5))
    assert len(set(tries)) == 1


def test_a_letter_the_server_will_not_have_is_final_and_holds_up_no_other(budi, dewi, server):
    refusals = iter(["554 looks like spam", None])

    def change_mind():
        server.refusals = {"data": words} if (words := next(refusals)) else {}

    server.while_taking = change_mind
    tell(budi)
    tell(dewi)
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.FAILED, MailStatus.SENT]
    assert mails()[0].trouble == "surat ditolak (554)"


def test_a_round_goes_on_until_nothing_waits(cast, server):
    for number in range(posting.LEASED_AT_ONCE * 2 + 1):
        tell(cast["budi"], key=str(number))
    post_now()
    assert len(server.taken) == posting.LEASED_AT_ONCE * 2 + 1
    assert {mail.status for mail in mails()} == {MailStatus.SENT}


def test_what_was_leased_and_not_tried_is_let_go(budi, dewi, server, clock):
    """A server that goes away in the middle keeps nobody waiting for a lease to run out."""
    post.use_settings(smtp_url=SHUT, sender="Penata <penata@bungo.example>")
    tell(budi)
    tell(dewi)
    post_now()
    post.use_settings(smtp_url=server.url, sender="Penata <penata@bungo.example>")
    post_now()
    assert [message["To"].addresses[0].addr_spec for message in server.taken] == [dewi.email]


def test_a_sent_letter_keeps_the_seal_of_its_words(budi, server):
    tell(budi)
    post_now()
    [mail] = mails()
    letter = posting.letter_of(mail)
    assert mail.seal == rules.seal(letter.subject, letter.text, letter.html)


def test_a_confidential_letter_is_forgotten_once_it_is_sent(visit, budi, sari, server, monkeypatch):
    secret = replace(catalogue.find("training_expired"), is_confidential=True)
    monkeypatch.setitem(catalogue._kinds, secret.kind, secret)
    tell(budi, kind=secret.kind)
    [mail] = mails()
    page = visit(sari).open("notifications.show_mail", mail_id=mail.id)
    assert "Isi surat ini tidak ditampilkan" in page.text
    assert not page.has("iframe")
    assert FACTS["place"] not in visit(sari).get(f"/kotak-keluar/{mail.id}/pratinjau").text
    post_now()
    assert FACTS["place"] in server.taken[0].get_body(("plain",)).get_content()
    assert mails()[0].facts == {}


@pytest.mark.parametrize("address", ["böse@bungo.example", "budi@bungö.example"])
def test_an_address_no_header_can_carry_is_final(budi, dewi, server, address):
    tell(budi, address=address)
    tell(dewi)
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.FAILED, MailStatus.SENT]


@pytest.mark.parametrize(
    "facts", [{"timezone": "Asia/Nowhere"}, {"meetings": [["x"]]}, {"meetings": [[1, "?", "?", ""]]}]
)
def test_a_letter_whose_facts_make_no_sense_waits_and_holds_up_no_other(budi, dewi, server, facts):
    tell(budi, **facts)
    tell(dewi)
    post_now()
    assert [mail.status for mail in mails()] == [MailStatus.WAITING, MailStatus.SENT]
