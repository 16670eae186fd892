"""Every form and page asked as no link of ours would ask: from whomever, an answer in words, on either database."""

from collections import defaultdict
from typing import ClassVar

import pytest
from sqlalchemy import select
from werkzeug.datastructures import ImmutableMultiDict

from app.access.permissions import Role
from app.base.database import db
from app.organisation.models import OrgUnit
from app.sosialisasi.models import RoundBoard
from app.web.limits import limiter
from tests.journeys.test_s7_other_government import furnish
from tests.support.builders import grant
from tests.support.visit import HTMX
from tests.support.waves import make_crowd, open_wave, token_of

# Signing out would end the walk.
NOT_SENT = {"accounts.create_sign_out"}
# What would take away the rows that others are sent about comes last.
LAST = ("cancel", "clos", "delet", "dispos", "end", "finish", "forget", "recall", "remov", "stop", "withdraw")
BAD = (
    "2147483648",
    "²",
    "2026-02-31",
    "",
    "x" * 15_000,
    "-1",
    "9" * 5000,
    "0001-01-01",
    "~",
    "1e400",
    "9999-12-31",
    "\U0001f331",
)
BODIES = 4
# Where lists go on from, and what they are narrowed to, as no link of ours says it.
ASKED = ("2147483648", "²", "2026-02-31~1", "²~²", "²:x", "².²", "99999", "-1", "9999-12", "9" * 5000, "0", "~")
LEAST_SHARE = 0.6
# Fields whose names hold the number of a row, which no form asks for by name.
NUMBERED = ("nilai-1", "hadir-1", "level-1", "j-1", "p-1", "r-1")


class Asked(ImmutableMultiDict):
    """What was sent, and which names were looked for in it."""

    names: ClassVar[set[str]] = set()

    def _note(self, name):
        if isinstance(name, str) and len(name) < 60:
            self.names.add(name)

    def __getitem__(self, name):
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._note(name)
        return super().__contains__(name)

    def get(self, name, default=None, type=None):  # noqa: A002 - as werkzeug calls it
        self._note(name)
        return super().get(name, default, type)

    def getlist(self, name, type=None):  # noqa: A002
        self._note(name)
        return super().getlist(name, type)


@pytest.fixture
def asked(app, monkeypatch):
    """The names of fields each form was looked into for, gathered as forms are sent."""
    names = defaultdict(set)
    monkeypatch.setattr(app.request_class, "parameter_storage_class", Asked)

    def gather(endpoint):
        names[endpoint] |= Asked.names - {"csrf_token"}
        Asked.names.clear()
        return sorted(names[endpoint] | set(NUMBERED))

    return gather


@pytest.fixture
def numbers(bungo, sari, budi, organiser):
    """Something of every house, and the code and token of what is open to strangers."""
    realm = furnish(sari, budi, title="Rahasia Bungo", city="Muara Bungo")
    unit = db.session.get_one(OrgUnit, realm.ids["unit_id"])
    crowd = make_crowd(unit, 12)
    wave = open_wave(unit)
    board = db.session.execute(select(RoundBoard.code).limit(1)).scalar_one()
    return realm.ids | {"token": token_of(wave, crowd[0]), "code": board}


def forms(app):
    rules = [one for one in app.url_map.iter_rules() if "POST" in one.methods and one.endpoint not in NOT_SENT]
    return sorted(rules, key=lambda one: (any(word in one.endpoint for word in LAST), one.endpoint))


def filled(rule, numbers):
    """A number where the address asks for one, a word elsewhere; of what is there, where something is."""
    return {
        name: numbers.get(name, "abc" if rule._converters[name].regex != r"[0-9]+" else 1) for name in rule.arguments
    }


class Sender:
    """Somebody's browser; whoever was signed out by what they sent comes back in."""

    def __init__(self, visit, person):
        self._visit, self._person = visit, person
        self._begin()

    def _begin(self):
        self._browser = self._visit.another(self._person) if self._person else self._visit()
        self._token = self._browser.open("/beranda" if self._person else "accounts.show_sign_in").token

    def send(self, rule, numbers, body, **headers):
        path = self._browser.address(rule.endpoint, **filled(rule, numbers))
        headers["X-CSRFToken"] = self._token
        answer = self._browser.request("POST", path, data=body, headers=headers)
        if answer.status_code == 401 and self._person:
            self._begin()
        assert answer.status_code < 500, (rule.endpoint, path, str(body)[:300])
        return answer.status_code


def mixed(names, turn):
    """Every field with another kind of nonsense than its neighbours, and each form's bodies differing in all fields."""
    return {name: BAD[(place + turn * len(BAD) // BODIES) % len(BAD)] for place, name in enumerate(names)}


def test_no_form_breaks_on_what_it_did_not_ask_for(app, visit, numbers, asked, sari):
    """Sent by somebody with every right, about rows that are there."""
    for role in set(Role) - {Role.INSTALLATION_ADMINISTRATOR, Role.EMPLOYEE, Role.MANAGER}:
        grant(sari.user_id, role)
    sender, reached = Sender(visit, sari), set()
    for rule in forms(app):
        limiter.reset()
        said = {sender.send(rule, numbers, {"nama": ["x", "y"]})}
        said |= {sender.send(rule, numbers, mixed(asked(rule.endpoint), turn)) for turn in range(BODIES)}
        said.add(sender.send(rule, numbers, {name: ["1", "abc"] for name in asked(rule.endpoint)}, **HTMX))
        reached |= {rule.endpoint} - ({rule.endpoint} if said <= {400, 401, 403, 404, 405} else set())
    assert len(reached) > LEAST_SHARE * len(forms(app)), sorted({one.endpoint for one in forms(app)} - reached)


def test_no_page_breaks_on_what_stands_behind_its_question_mark(app, visit, numbers, asked, sari):
    for role in set(Role) - {Role.INSTALLATION_ADMINISTRATOR, Role.EMPLOYEE, Role.MANAGER}:
        grant(sari.user_id, role)
    browser, shown = visit.another(sari), set()
    pages = sorted((one for one in app.url_map.iter_rules() if "GET" in one.methods), key=lambda one: one.endpoint)
    for rule in pages:
        limiter.reset()
        path = browser.address(rule.endpoint, **filled(rule, numbers))
        statuses = [browser.get(path).status_code]
        for turn in range(3):
            names = asked(rule.endpoint)
            query = {name: ASKED[(place + turn * 4) % len(ASKED)] for place, name in enumerate(names)}
            statuses.append(browser.get(path, query_string=query).status_code)
        assert max(statuses) < 500, (rule.endpoint, path, names)
        shown |= {rule.endpoint} if statuses[0] == 200 else set()
    assert len(shown) > LEAST_SHARE * len(pages), sorted({one.endpoint for one in pages} - shown)


@pytest.mark.parametrize("who", ["stranger", "budi", "rina"])
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_no_form_breaks_in_anybodys_hand(app, visit, numbers, asked, cast, who):
    sender = Sender(visit, cast.get(who))
    for rule in forms(app):
        limiter.reset()
        sender.send(rule, numbers, {"nama": ["x", "y"]})
        sender.send(rule, numbers, {name: ["1", "abc"] for name in asked(rule.endpoint)})
