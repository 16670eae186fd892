"""Templates: all compile, none trusts a text, none holds behaviour or looks that the policy forbids."""

import re

import pytest
from jinja2 import nodes

from app.config import ROOT
from app.notifications import catalogue

TEMPLATES = ROOT / "templates"
PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in {"documents", "emails"}
)
EVERYTHING = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*"))
FORBIDDEN = {
    "an inline style": r"""\sstyle\s*=""",
    "an inline handler": r"""\son[a-z]+\s*=\s*["']""",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "a style element": r"<style",
    "htmx code in an attribute": r"hx-on|js:|hx-vals=['\"]javascript",
    "htmx 2": r"hx-ext|hx-vars|hx-disabled-elt|hx-swap-oob",
    "a trigger filter": r"hx-trigger=[\"'][^\"']*\[",
    "an address of another site": r"""(?:src|href|action)=["'](?:https?:)?//""",
}
# Where text becomes markup without escaping, and why that is safe.
REVIEWED = {
    "app/accounts/views/security.py": "a QR drawn from our own address",
    "app/initiatives/drawings.py": "drawings of ours; numbers, and words of ours",
    "app/web/qr.py": "a QR drawn from our own address",
    "app/web/answers.py": "blocks our own templates drew, joined again",
    "app/web/charts.py": "drawings of ours; labels are escaped",
    "app/web/plots.py": "drawings of ours; names are escaped",
    "app/web/templates.py": "places to break a number, whose pieces are escaped as they are joined",
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_template_compiles(any_app, name):
    source = (TEMPLATES / name).read_text()
    any_app.jinja_env.compile(source, name)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_what_the_policy_forbids(name):
    source = re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(), flags=re.DOTALL)
    found = [words for words, pattern in FORBIDDEN.items() if re.search(pattern, source)]
    assert found == []


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_template_trusts_a_text(any_app, name):
    tree = any_app.jinja_env.parse((TEMPLATES / name).read_text())
    assert [one.name for one in tree.find_all(nodes.Filter) if one.name in {"safe", "forceescape"}] == []
    assert list(tree.find_all(nodes.ScopedEvalContextModifier)) == []


def test_markup_is_made_only_in_reviewed_places():
    making = re.compile(r"\bMarkup\(|render_template_string|from_string\(|autoescape=False")
    found = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "app").rglob("*.py") if making.search(path.read_text())
    }
    assert found == set(REVIEWED)


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(("ui/", "layouts/", "web/"))])
def test_every_page_stands_on_a_layout(any_app, name):
    """A file two pages share begins with an underscore and extends nothing."""
    tree = any_app.jinja_env.parse((TEMPLATES / name).read_text())
    shared = name.rpartition("/")[2].startswith("_")
    assert bool(list(tree.find_all(nodes.Extends))) != shared


def test_every_style_is_in_the_joined_sheet():
    order = (ROOT / "static" / "css" / "order.txt").read_text().split()
    there = {path.relative_to(ROOT / "static" / "css").as_posix() for path in (ROOT / "static" / "css").rglob("*.css")}
    assert set(order) == there
    assert len(order) == len(set(order))


@pytest.mark.parametrize("kind", sorted(path.name for path in (TEMPLATES / "emails").iterdir() if path.is_dir()))
def test_every_mail_has_a_subject_a_text_and_a_page(kind):
    files = {path.name for path in (TEMPLATES / "emails" / kind).iterdir()}
    assert files == {"subject.txt", "body.txt", "body.html"}


def test_every_mail_is_in_the_catalogue_and_every_letter_has_its_folder(any_app):
    folders = {path.name for path in (TEMPLATES / "emails").iterdir() if path.is_dir()}
    assert {one.kind for one in catalogue.every()} == folders
