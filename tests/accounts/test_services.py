from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import queries, services
from app.accounts.models import HalfSignIn, SignInTry, User, UserSession
from app.accounts.rules import WrongSignIn
from app.accounts.services import Arrival, Passwords, SignInPolicy
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import TooMany
from app.organisation.models import Employee
from tests.support.builders import LONG_AGO, grant, make_account, make_employee

POLICY = SignInPolicy(
    tries=5, tries_per_address=8, window_minutes=15, session_hours=12, idle_minutes=30, idle_minutes_employee=480
)
PASSWORDS = Passwords(memory_kib=64, time_cost=1)
NOON = datetime(2026, 12, 10, 5, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def sign_in(identifier, password="pucuk-rebung-2026", address="10.0.0.1", passwords=PASSWORDS):
    try:
        entry = services.sign_in(identifier, password, arrival=Arrival(address), passwords=passwords, policy=POLICY)
    except (WrongSignIn, TooMany):
        db.session.rollback()
        raise
    db.session.commit()
    return entry.token


def fail(identifier, times=1, **different):
    for _ in range(times):
        with pytest.raises(WrongSignIn):
            sign_in(identifier, "salah", **different)


def who(token):
    found = queries.signed_in(token, services.token_hash(token), at=now(), day=now().date())
    return None if found is None else found.visitor


def spaced(nip):
    return f" {nip[:8]} {nip[8:14]}.{nip[14]}-{nip[15:]} "


@pytest.mark.parametrize(
    "written",
    [lambda one: one.nip, lambda one: spaced(one.nip), lambda one: one.email, lambda one: f" {one.email.upper()} "],
)
def test_sign_in_by_nip_or_email_however_written(budi, written):
    visitor = who(sign_in(written(budi)))
    assert (visitor.user_id, visitor.employee_id, visitor.government_id) == (
        budi.user_id,
        budi.employee_id,
        budi.government_id,
    )
    assert visitor.roles == {Role.EMPLOYEE}
    assert visitor.job_title == "Penata Layanan Operasional"


def test_unknown_and_wrong_say_the_same(budi):
    with pytest.raises(WrongSignIn) as wrong:
        sign_in(budi.nip, "salah")
    with pytest.raises(WrongSignIn) as unknown:
        sign_in("199001012001011999", "salah")
    with pytest.raises(WrongSignIn) as empty:
        sign_in("", "")
    assert wrong.value.message == unknown.value.message == empty.value.message


class CountingPasswords(Passwords):
    """Counts how often a password was compared, which is what costs the time."""

    compared = 0

    def matches(self, stored, password):
        self.compared += 1
        return super().matches(stored, password)


def test_an_unknown_account_costs_the_same_hashing(budi):
    passwords = CountingPasswords(memory_kib=64, time_cost=1)
    fail(budi.nip, passwords=passwords)
    assert passwords.compared == 1
    fail("nobody@bungo.example", passwords=passwords)
    assert passwords.compared == 2


def test_no_password_opens_an_account_without_one(budi):
    db.session.get_one(User, budi.user_id).password_hash = ""
    db.session.commit()
    fail(budi.nip)
    assert not PASSWORDS.matches("", "")
    assert not PASSWORDS.matches(None, "pucuk-rebung-2026")
    assert not PASSWORDS.matches("not a hash", "pucuk-rebung-2026")


def test_who_was_switched_off_cannot_sign_in(budi, dewi):
    db.session.get_one(User, budi.user_id).active = False
    db.session.get_one(Employee, dewi.employee_id).active = False
    db.session.commit()
    for person in (budi, dewi):
        with pytest.raises(WrongSignIn):
            sign_in(person.nip)


def test_a_session_ends_at_once_when_somebody_is_switched_off(budi):
    token = sign_in(budi.nip)
    assert who(token).name == budi.name
    db.session.get_one(Employee, budi.employee_id).active = False
    db.session.commit()
    assert who(token) is None


def test_the_brake_grows_and_always_lifts(budi, clock):
    fail(budi.nip, times=5)
    assert wait_of(budi.nip) == 30
    clock.shift(timedelta(seconds=20))
    assert wait_of(budi.nip) == 10
    clock.shift(timedelta(seconds=10))
    fail(budi.nip)
    assert wait_of(budi.nip) == 60
    clock.shift(timedelta(seconds=60))
    assert who(sign_in(budi.nip)).name == budi.name


def wait_of(identifier, **different):
    with pytest.raises(TooMany) as brake:
        sign_in(identifier, **different)
    assert brake.value.status == 429
    return brake.value.retry_after


def test_while_the_brake_is_on_the_right_password_does_not_help_and_nothing_is_counted(budi, clock):
    fail(budi.nip, times=5)
    for _ in range(3):
        wait_of(budi.nip)
    assert len(db.session.execute(select(SignInTry.id)).all()) == 5


def test_the_brake_is_one_for_all_names_of_an_account(budi, clock):
    """Writing the NIP with other blanks, or using the e-mail, buys no further tries."""
    for written in (budi.nip, spaced(budi.nip), budi.nip[:4] + " " + budi.nip[4:], budi.email, budi.email.upper()):
        fail(written)
    for written in (budi.nip, budi.email, f"{budi.nip[:9]}-{budi.nip[9:]}"):
        assert wait_of(written) == 30


def test_the_brake_of_one_leaves_others_alone(budi, dewi, clock):
    fail(budi.nip, times=5)
    assert who(sign_in(dewi.nip)).name == dewi.name


def test_an_unknown_account_has_a_brake_too(app, clock):
    fail("nobody@bungo.example", times=5)
    assert wait_of("NOBODY@bungo.example") == 30


def test_an_address_has_a_looser_brake(budi, dewi, rina, clock):
    fail(budi.nip, times=4)
    fail(rina.nip, times=4)
    assert wait_of(dewi.nip) == 30
    assert who(sign_in(dewi.nip, address="10.0.0.2")).name == dewi.name


def test_old_tries_are_forgotten(budi, clock):
    fail(budi.nip, times=4)
    clock.shift(timedelta(minutes=16))
    fail(budi.nip, times=4)
    assert who(sign_in(budi.nip)).name == budi.name


def test_a_good_sign_in_clears_the_accounts_tries(budi, clock):
    fail(budi.nip, times=4)
    sign_in(budi.nip)
    fail(budi.nip, times=4)
    assert who(sign_in(budi.nip)).name == budi.name


def test_signing_in_and_failing_is_on_the_trail(budi):
    fail(budi.nip)
    fail("nobody@bungo.example")
    sign_in(budi.nip)
    lines = db.session.execute(select(AuditEntry.chain, AuditEntry.actor_id, AuditEntry.action).order_by(AuditEntry.id))
    assert [tuple(line) for line in lines] == [
        (budi.government_id, budi.user_id, "accounts.session.refused"),
        (budi.government_id, budi.user_id, "accounts.session.created"),
    ]


def test_the_token_itself_is_not_kept(budi):
    token = sign_in(budi.nip)
    assert db.session.execute(select(UserSession.token_hash)).scalars().all() == [services.token_hash(token)]
    assert token != sign_in(budi.nip)


def test_a_password_hashed_too_cheaply_is_hashed_anew(budi):
    costlier = Passwords(memory_kib=128, time_cost=1)
    before = db.session.get_one(User, budi.user_id).password_hash
    sign_in(budi.nip, passwords=costlier)
    after = db.session.get_one(User, budi.user_id, populate_existing=True).password_hash
    assert before != after
    assert not costlier.is_outdated(after)
    assert who(sign_in(budi.nip, passwords=costlier)).name == budi.name


@pytest.mark.parametrize(("who_", "minutes"), [("budi", 480), ("rina", 30), ("sari", 30), ("auditor", 30)])
def test_a_session_rests_as_long_as_its_roles_allow(cast, clock, who_, minutes):
    token = sign_in(cast[who_].nip)
    clock.shift(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert who(token).name == cast[who_].name
    clock.shift(timedelta(seconds=1))
    assert who(token) is None


def test_a_session_in_use_lives_on_but_no_longer_than_a_day_of_work(budi, clock):
    token = sign_in(budi.nip)
    for _ in range(2):
        clock.shift(timedelta(hours=5, minutes=55))
        assert queries.signed_in(token, services.token_hash(token), at=now(), day=now().date()).is_stale
        services.note_seen(token)
        db.session.commit()
    assert who(token).name == budi.name
    clock.shift(timedelta(minutes=10))
    assert who(token) is None


def test_signing_out_ends_this_session_alone(budi):
    here, there = sign_in(budi.nip), sign_in(budi.nip)
    services.sign_out(here, by=budi.actor, chain=budi.government_id)
    db.session.commit()
    assert who(here) is None
    assert who(there).name == budi.name


def test_no_token_that_was_never_given_is_anybody(budi):
    sign_in(budi.nip)
    assert who("") is None
    assert who("x" * 43) is None


def test_a_granted_role_holds_from_its_first_day_to_the_day_before_its_end(budi, clock):
    day = NOON.date()
    grant(budi.user_id, Role.HR, starts_on=day, ends_on=day + timedelta(days=2))
    grant(budi.user_id, Role.AUDITOR, starts_on=LONG_AGO, ends_on=day)
    token = sign_in(budi.nip)
    seen = [
        queries.signed_in(token, services.token_hash(token), at=now(), day=day + timedelta(days=n))
        for n in range(-1, 3)
    ]
    assert [found.visitor.roles for found in seen] == [
        {Role.EMPLOYEE, Role.AUDITOR},
        {Role.EMPLOYEE, Role.HR},
        {Role.EMPLOYEE, Role.HR},
        {Role.EMPLOYEE},
    ]


def test_leading_somebody_makes_a_manager_for_as_long_as_it_lasts(rina, budi):
    assert who(sign_in(rina.nip)).roles == {Role.EMPLOYEE, Role.MANAGER}
    assert who(sign_in(budi.nip)).roles == {Role.EMPLOYEE}


def test_a_role_in_another_government_means_nothing_here(budi, joko):
    with scope.within(joko.government_id):
        grant(budi.user_id, Role.HR)
    assert who(sign_in(budi.nip)).roles == {Role.EMPLOYEE}


def test_an_administrator_of_the_installation_belongs_to_no_government(bungo):
    user = make_account(email="root@penata.example")
    db.session.rollback()
    visitor = who(sign_in("root@penata.example"))
    assert (visitor.user_id, visitor.employee_id, visitor.government_id) == (user.id, None, 0)


def test_two_people_of_one_office_are_told_apart(bungo):
    """Several accounts, so that finding one is not finding the only one."""
    people = [make_employee(name) for name in ("Andi", "Beni", "Citra")]
    assert [who(sign_in(one.nip)).name for one in people] == ["Andi", "Beni", "Citra"]


def test_what_waited_for_a_code_in_vain_is_swept_away(budi, clock):
    """Sessions and tries that are over stay as long as retention says; they open nothing."""
    fail("nobody@bungo.example")
    old = sign_in(budi.nip)
    db.session.add(HalfSignIn(token_hash="a" * 64, user_id=budi.user_id, expires_at=now() + timedelta(minutes=5)))
    db.session.commit()
    assert swept() == 0
    clock.shift(timedelta(hours=12, seconds=1))
    assert swept() == 1
    assert who(old) is None
    assert len(db.session.execute(select(SignInTry.id)).all()) == 1


def swept():
    gone = services.sweep()
    db.session.commit()
    return gone
