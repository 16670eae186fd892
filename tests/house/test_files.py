"""What was taken from others is as it was taken, and the lists of what we need name no addresses."""

import hashlib
import re
import tomllib
from collections import defaultdict

import pytest

from app.config import ROOT

STATIC = ROOT / "static"
LISTED = re.findall(
    r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (STATIC / "vendor" / "VENDOR.md").read_text(), flags=re.MULTILINE
)
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize(("name", "digest"), LISTED, ids=[name for name, _digest in LISTED])
def test_a_vendored_file_is_as_listed(name, digest):
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_every_foreign_file_is_listed():
    foreign = {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.suffix in {".js", ".css", ".woff2"}
    }
    assert foreign == {name for name, _digest in LISTED}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_holds_versions_and_hashes_and_no_address(lock):
    text = lock.read_text()
    assert re.search(r"^[a-z0-9-]+==\S+", text, flags=re.MULTILINE)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|@ file", text)
    for name in re.findall(r"^([a-z0-9._-]+)==", text, flags=re.MULTILINE):
        assert re.search(rf"^{re.escape(name)}==[^\n]*\\\n\s+--hash=sha256:", text, flags=re.MULTILINE), name


def test_everything_the_project_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [re.match(r"[A-Za-z0-9_.-]+", one).group().lower() for one in project["project"]["dependencies"]]
    for lock in LOCKS:
        locked = set(re.findall(r"^([a-z0-9._-]+)==", lock.read_text(), flags=re.MULTILINE))
        assert set(asked) - locked == set(), lock.name


def test_a_class_gets_its_looks_from_one_stylesheet():
    """Two sheets that name the same class draw over each other, whoever comes later."""
    drawn = defaultdict(set)
    for sheet in (STATIC / "css" / "ui").glob("*.css"):
        text = re.sub(r"/\*.*?\*/|:where\([^{}]*?\)", "", sheet.read_text(), flags=re.DOTALL)
        for selectors in re.findall(r"(?:^|[{};])\s*([^{};@]+)\{", text):
            for selector in selectors.split(","):
                if re.fullmatch(r"\.[a-z][\w-]*", selector.strip()):
                    drawn[selector.strip()].add(sheet.name)
    assert len(drawn) > 100
    assert {name: sheets for name, sheets in drawn.items() if len(sheets) > 1} == {}
