"""Every status has its words; everything the trail can say is said in Indonesian."""

import ast
import importlib
import pkgutil
import re
from enum import StrEnum
from functools import cache

import pytest

import app
from app.access.permissions import Permission
from app.audit import labels as audit_labels
from app.audit.models import AuditEntry
from app.base.database import Base
from app.config import ROOT

UNLABELLED = {
    "Closed": "a page of its own says why a link to a calendar shows nothing",
    "Compared": "what of a figure is compared, which its column says",
    "GovernmentKind": "stands in the government's own name",
    "How": "a way the directory is read, never shown",
    "JobStatus": "a job's own sentence is shown instead",
    "Round": "a reminder of the year, which its own mail says",
    "State": "how a line of the index stands: the line's own sentence is shown instead",
    "Why": "why a line of the index is not known: its own sentence is shown instead",
}
SOURCES = sorted((ROOT / "app").rglob("*.py"))


def modules(name):
    """Every room of this name."""
    return [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(app.__path__, "app.")
        if found.name.rpartition(".")[2] == name
    ]


def enums():
    every = [importlib.import_module(found.name) for found in pkgutil.walk_packages(app.__path__, "app.")]
    return sorted(
        {
            value
            for module in every
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, StrEnum) and value is not StrEnum
            if value.__module__.startswith("app.")
        },
        key=lambda one: one.__qualname__,
    )


@cache
def tables_of_words():
    return [
        value
        for module in modules("labels")
        for value in vars(module).values()
        if isinstance(value, dict) and value and all(isinstance(key, StrEnum) for key in value)
    ]


@pytest.mark.parametrize("enum", enums(), ids=lambda one: one.__name__)
def test_every_status_has_its_words(enum):
    labelled = [table for table in tables_of_words() if type(next(iter(table))) is enum]
    assert bool(labelled) != (enum.__name__ in UNLABELLED), "label it in labels.py, or say why not"
    for table in labelled:
        assert set(table) == set(enum)


@cache
def records():
    """Every ``audit.record`` in the code."""
    texts = [path.read_text() for path in SOURCES]
    calls = [
        node
        for text in texts
        if "audit.record(" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"
        if ast.unparse(node.func) == "audit.record"
    ]
    assert calls
    return calls


@cache
def recorded_actions():
    """The first argument of each."""
    calls = records()
    names = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    return names | {text for call in calls for text in _alternatives(call.args[0])}


def _alternatives(argument):
    return {node.value for node in ast.walk(argument) if isinstance(node, ast.Constant) and "." in str(node.value)}


def test_every_audit_action_has_its_words_and_every_word_its_action():
    assert recorded_actions() == set(audit_labels.ACTIONS)
    assert list(audit_labels.ACTIONS) == sorted(audit_labels.ACTIONS)


def test_everything_an_audit_line_tells_has_its_words():
    told = {word.arg for call in records() for word in call.keywords} - {"by", "chain", None}
    assert not told - set(audit_labels.DETAILS)
    assert list(audit_labels.DETAILS) == sorted(audit_labels.DETAILS)


def test_audit_actions_are_named_house_thing_happened():
    houses = {path.name for path in (ROOT / "app").iterdir() if path.is_dir()}
    for action in recorded_actions():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+){1,2}", action)
        assert action.partition(".")[0] in houses


def test_every_object_on_the_trail_has_its_words():
    """What is recorded is a row of a table, or nothing."""
    tables = {mapper.class_.__tablename__ for mapper in Base.registry.mappers}
    assert set(audit_labels.OBJECTS) - tables == {""}
    assert AuditEntry.__tablename__ not in audit_labels.OBJECTS


def test_every_permission_is_named_in_code_by_the_enum():
    """Nobody compares roles or spells a permission out in a view."""
    spelled = re.compile("|".join(re.escape(repr(one.value)).replace("'", "[\"']") for one in Permission))
    for path in SOURCES:
        if path.name != "permissions.py":
            assert not spelled.search(path.read_text()), path.name
        if path.name == "views.py" or path.parent.name == "views":
            assert "Role." not in path.read_text(), path.name


def test_every_house_says_what_it_is_for():
    houses = list((ROOT / "app").rglob("__init__.py"))
    assert len(houses) > 12
    for path in houses:
        words = ast.get_docstring(ast.parse(path.read_text()))
        assert words, path.relative_to(ROOT)
        assert len(words) > 20, path.relative_to(ROOT)
