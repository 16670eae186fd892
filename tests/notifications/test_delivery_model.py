"""A real mail server with bad days, in any order: every letter arrives exactly once.

One case is honest about twice: the server took the letter and the connection broke before it could say so. Then,
and only then, the same Message-ID may arrive again.
"""

import asyncio
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.notifications import post, posting, services
from app.notifications.models import Mail, MailStatus, Notice
from app.notifications.services import Recipient
from tests.support.examples import examples
from tests.support.ports import own_port

SENDER = "Penata <penata@bungo.example>"
PEOPLE = [f"orang{number}@bungo.example" for number in range(4)]
# Nobody waits long for a server that sleeps, and any other is given the time a busy machine may take.
PATIENCE_SECONDS, SLEEPING_SECONDS = 60, 0.4
FACTS = {"batch": "Pelayanan Prima, Angkatan 3", "dates": "10 Desember 2026", "place": "Aula BKPSDM"}
SHUT = "smtp://127.0.0.1:9"


class Moody:
    """What it keeps, and the mood it is in."""

    def __init__(self):
        self.taken = Counter()
        self.unanswered = set()
        self.mood = "well"
        self.bad_addresses = {}

    async def handle_MAIL(self, server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if self.mood == "leaves":
            return "421 leaving"
        if self.mood == "hangs_up":
            server.transport.close()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if address in self.bad_addresses:
            return self.bad_addresses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.mood == "refuses":
            return "451 later"
        if self.mood == "drops":
            server.transport.abort()
            return "250 never heard"
        if self.mood == "sleeps":
            await asyncio.sleep(SLEEPING_SECONDS * 2)
            server.transport.abort()
            return "250 too late"
        message_id = message_from_bytes(envelope.content, policy=policy.default)["Message-ID"]
        self.taken[message_id] += 1
        if self.mood == "takes_and_drops":
            self.unanswered.add(message_id)
            server.transport.abort()
        return "250 taken"


class BadDays(RuleBasedStateMachine):
    handler: Moody
    url: str

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(now(), tick=False)
        self.moved = self.clock.start()

    def teardown(self):
        self._all_is_well_again()
        db.session.rollback()
        self.clock.stop()

    @initialize()
    def begin(self):
        db.session.rollback()
        db.session.execute(delete(Mail))
        db.session.execute(delete(Notice))
        db.session.commit()
        self.handler.__init__()
        self.written = 0
        self._write_to(self.url)

    def _write_to(self, url):
        patience = SLEEPING_SECONDS if self.handler.mood == "sleeps" else PATIENCE_SECONDS
        post.use_settings(smtp_url=url, sender=SENDER, timeout_seconds=patience)
        self.writes_to = url

    @rule(who=st.sampled_from(PEOPLE))
    def write(self, who):
        self.written += 1
        recipient = Recipient(1, "Orang", who)
        services.tell(recipient, "training_expired", "Kabar.", path="/", key=str(self.written), **FACTS)
        db.session.commit()

    @rule(mood=st.sampled_from(["well", "refuses", "drops", "takes_and_drops", "leaves", "hangs_up", "sleeps"]))
    def change_mood(self, mood):
        self.handler.mood = mood
        self._write_to(self.writes_to)

    @rule(who=st.sampled_from(PEOPLE), words=st.sampled_from(["550 no such user", "451 later"]))
    def refuse_somebody(self, who, words):
        self.handler.bad_addresses[who] = words

    @rule()
    def welcome_everybody(self):
        self.handler.bad_addresses.clear()

    @rule(is_shut=st.booleans())
    def shut_or_open(self, is_shut):
        self._write_to(SHUT if is_shut else self.url)

    @rule(minutes=st.integers(1, 90))
    def let_time_pass(self, minutes):
        self.moved.shift(timedelta(minutes=minutes))

    @rule()
    def post_now(self):
        with scope.everything():
            posting.post_waiting()
            db.session.commit()

    @rule()
    def die_while_sending(self):
        """A worker that leased letters and was killed before it sent any."""
        with scope.everything():
            posting.lease()

    @invariant()
    def nothing_came_twice_that_was_answered(self):
        twice = {message_id for message_id, times in self.handler.taken.items() if times > 1}
        assert twice <= self.handler.unanswered

    @invariant()
    def nothing_waits_longer_than_an_hour(self):
        for mail in self._mails():
            if mail.status == MailStatus.WAITING:
                assert mail.next_try_at - now() <= timedelta(minutes=60)

    def _mails(self):
        db.session.rollback()
        statement = select(Mail).order_by(Mail.id).execution_options(populate_existing=True)
        return list(db.session.execute(statement).scalars())

    def _all_is_well_again(self):
        """Whatever happened, an hour of good weather brings everything that was not refused for good."""
        self.handler.mood = "well"
        self.handler.bad_addresses.clear()
        self._write_to(self.url)
        self.moved.shift(timedelta(minutes=61))
        self.post_now()
        mails = self._mails()
        assert {mail.status for mail in mails} <= {MailStatus.SENT, MailStatus.FAILED}
        for mail in mails:
            if mail.status == MailStatus.SENT:
                assert self.handler.taken[mail.message_id] >= 1
            else:
                assert "550" in mail.trouble
        self.nothing_came_twice_that_was_answered()


@pytest.fixture
def moody(bungo):
    handler = Moody()
    with own_port() as port:
        controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=60)
        controller.start()
        handler.url = f"smtp://127.0.0.1:{port}"
        yield handler
        controller.stop()


def test_every_letter_arrives_once_whatever_the_server_does(moody):
    days = type("Days", (BadDays,), {"handler": moody, "url": moody.url})
    run_state_machine_as_test(days, settings=examples(20, stateful_step_count=20))
