"""Opening pages as somebody and pressing what stands on them.

``visit(budi).open("training.show_batch", batch_id=3).press("Daftar angkatan ini")``

Every answer is looked over (``support/html.py``), every request gets an application context of its own, and
one that leaves uncommitted changes behind fails the test.
"""

import contextvars
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import Element
from werkzeug.test import TestResponse

from app.base.database import db
from tests.support import html, unsaved
from tests.support.builders import Person
from tests.support.html import Tree, attribute, has, within, words

ORIGIN = "http://127.0.0.1:8000"
MOST_REDIRECTS = 3
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def visit(app: Flask) -> Callable[..., "Browser"]:
    """``visit(budi)`` is Budi's browser, signed in at the first call; ``visit()`` is a stranger's."""
    return Visits(app)


@pytest.fixture
def visit_any(any_app: Flask) -> Callable[..., "Browser"]:
    """The same where the database does not matter."""
    return Visits(any_app)


class Visits:
    """One browser for each person of a test."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._browsers: dict[int | None, Browser] = {}

    def __call__(self, person: Person | None = None) -> "Browser":
        key = person.user_id if person else None
        if key not in self._browsers:
            browser = Browser(self._app)
            if person is not None:
                browser.sign_in(person)
            self._browsers[key] = browser
        return self._browsers[key]

    def forget(self) -> None:
        """Close every browser: the next visits sign in anew, as on another day."""
        self._browsers.clear()

    def another(self, person: Person) -> "Browser":
        """A second browser of the same person."""
        return Browser(self._app).sign_in(person)

    def stranger(self) -> "Browser":
        """A phone nobody has used before, of somebody who is not signed in."""
        return Browser(self._app)


class Browser:
    """A browser with its own cookies."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._left: list[str] = _watched(app)
        self._client: FlaskClient = app.test_client()

    def sign_in(self, person: Person) -> "Browser":
        page = self.open("accounts.show_sign_in")
        answer = page.form().send(identifier=person.nip, password=person.password, follow=False)
        assert answer.status_code == 303, f"{person.name} could not sign in: {answer.text}"
        return self

    def open(self, endpoint: str, *, expect: int = 200, **values: Any) -> "Page":
        """Open a page by the name of its route (or by its path) and look it over."""
        return self.page(self.get(self.address(endpoint, **values)), expect=expect)

    def fragment(self, endpoint: str, *, expect: int = 200, **values: Any) -> "Fragment":
        """What htmx gets from a route."""
        path = self.address(endpoint, **values)
        return Fragment(self.get(path, headers=HTMX | {"HX-Current-URL": ORIGIN + path}), expect=expect)

    def download(self, endpoint: str, *, expect: int = 200, **values: Any) -> TestResponse:
        """A route that answers with a file or with JSON."""
        answer = self.get(self.address(endpoint, **values))
        assert answer.status_code == expect, f"{answer.status_code} instead of {expect}"
        return answer

    def post(self, endpoint: str, *, fields: dict[str, Any] | None = None, **values: Any) -> TestResponse:
        """A bare POST with a good token, for what no button does: somebody else's number, a forged list."""
        token = self.open("accounts.show_sign_in" if not self.is_signed_in else "/beranda").token
        return self.request("POST", self.address(endpoint, **values), data={"csrf_token": token} | (fields or {}))

    @property
    def is_signed_in(self) -> bool:
        return self.get("/beranda").status_code == 200

    def address(self, endpoint: str, **values: Any) -> str:
        if endpoint.startswith("/"):
            return endpoint
        return self.app.url_map.bind("127.0.0.1:8000").build(endpoint, values)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.request("GET", path, **options)

    def request(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send a request in a context of its own, as a server would; afterwards the test reads afresh."""
        db.session.rollback()
        self._left.clear()
        answer: TestResponse = contextvars.Context().run(
            self._client.open, path, method=method, base_url=ORIGIN, buffered=True, **options
        )
        html.complain(self._left, f"{method} {path} left something behind")
        return answer

    def cookies(self) -> dict[str, str]:
        """A copy of the cookies, as a thief would take it."""
        return {cookie.key: cookie.value for cookie in self._client._cookies.values()}

    def use_cookies(self, cookies: dict[str, str]) -> "Browser":
        for name, value in cookies.items():
            self._client.set_cookie(name, value, domain="127.0.0.1")
        return self

    def page(self, answer: TestResponse, *, expect: int = 200, redirects: int = 0) -> "Page":
        """The page an answer leads to."""
        if 300 <= answer.status_code < 400:
            assert redirects < MOST_REDIRECTS, f"redirected in circles: {answer.location}"
            return self.page(self.get(_path_of(answer.location)), expect=expect, redirects=redirects + 1)
        page = Page(self, answer)
        assert page.status == expect, f"{page.status} instead of {expect} at {page.path}: {page.heading}\n{page.text}"
        return page


def _watched(app: Flask) -> list[str]:
    found: list[str] | None = app.extensions.get("penata_tests_unsaved")
    if found is None:
        found = app.extensions["penata_tests_unsaved"] = []
        app._got_first_request = False  # Flask wants hooks before the first request; this one only looks
        unsaved.watch(app, found)
    return found


def _path_of(location: str) -> str:
    parts = urlsplit(urljoin(ORIGIN, location))
    assert f"{parts.scheme}://{parts.netloc}" == ORIGIN, f"led away to {location}"
    return parts.path + (f"?{parts.query}" if parts.query else "")


class Shown:
    """Something that was answered as HTML, and what can be seen in it."""

    tree: Tree

    def all(self, selector: str) -> list[str]:
        """The texts of every element that fits, in order."""
        return [words(element) for element in self.tree.query(selector)]

    def has(self, selector: str) -> bool:
        return bool(self.tree.query(selector))

    @property
    def notices(self) -> list[str]:
        """Passing notices: what just happened."""
        return [attribute(one, "data-announce") for one in self.tree.query(".toast[data-announce]")]

    @property
    def warnings(self) -> list[str]:
        """Notices that stay, heading and text."""
        return self.all(".notice")

    @property
    def buttons(self) -> list[str]:
        """What can be pressed to send something, as it is seen, in order."""
        return [html.seen(one) or html.named(one) for form in self.tree.query("form") for one in self._buttons(form)]

    @property
    def links(self) -> dict[str, str]:
        """Where the links lead, by what is seen of them."""
        return {html.seen(one) or html.named(one): attribute(one, "href") for one in self.tree.query("a")}

    @property
    def fields(self) -> dict[str, str]:
        """Every field of every form with its present value."""
        forms = [_values(form, self.tree) for form in self.tree.query("form")]
        return {name: value for values in forms for name, value in values if name != "csrf_token"}

    def _buttons(self, form: Element) -> list[Element]:
        return html.submit_buttons(form, self.tree)


class Page(Shown):
    """A whole page, looked over."""

    def __init__(self, browser: Browser, answer: TestResponse) -> None:
        self.browser, self.answer = browser, answer
        self.status = answer.status_code
        self.path = answer.request.path
        assert answer.mimetype == "text/html", f"{self.path} answers {answer.mimetype}: {answer.text[:200]}"
        self.source = answer.text
        self.tree = html.parse(self.source)
        html.complain(html.page_faults(self.tree), self.path)

    @property
    def heading(self) -> str:
        return words(self.tree.query("h1")[0])

    @property
    def title(self) -> str:
        return words(self.tree.query("title")[0])

    @property
    def text(self) -> str:
        """Everything that stands in the page's own part."""
        return words(self.tree.query("main")[0])

    @property
    def token(self) -> str:
        """The token a form on this page carries, or htmx would."""
        metas = self.tree.query('meta[name="csrf-token"]')
        if metas:
            return attribute(metas[0], "content")
        return attribute(self.tree.query('input[name="csrf_token"]')[0], "value")

    def form(self, label: str = "", *, near: str = "") -> "Form":
        """The form with a button of this name; without a name, the only form in the page's own part."""
        if not label:
            inside = self.tree.query("main form")
            assert len(inside) == 1, f"{len(inside)} forms on {self.path}; name a button: {self.buttons}"
            return Form(self, inside[0], None)
        found = [
            (form, one) for form in self.tree.query("form") for one in self._buttons(form) if _is(one, label, near)
        ]
        actions = {attribute(form, "action") for form, _one in found}  # the same button may stand in two menus
        assert len(actions) == 1, f"{len(found)} buttons «{label}» on {self.path}; there are {self.buttons}"
        return Form(self, *found[0])

    def press(self, label: str, *, near: str = "", expect: int = 200, **fields: Any) -> "Page":
        """Fill in the fields, press the button, and go where that leads; ``near`` picks the row or card."""
        return self.browser.page(self.form(label, near=near).send(**fields), expect=expect)

    def press_with_htmx(self, label: str, *, near: str = "", expect: int = 200, **fields: Any) -> "Fragment":
        """The same press in a browser with scripts."""
        return Fragment(self.form(label, near=near).send(htmx=True, **fields), expect=expect)

    def link(self, label: str, *, near: str = "", expect: int = 200) -> "Page":
        """Follow a link."""
        found = {attribute(one, "href") for one in self.tree.query("a") if _is(one, label, near)}
        assert len(found) == 1, f"{len(found)} links «{label}» on {self.path}; there are {sorted(self.links)}"
        return self.browser.open(found.pop(), expect=expect)


class Fragment(Shown):
    """A part of a page, as htmx gets it."""

    def __init__(self, answer: TestResponse, *, expect: int = 200) -> None:
        self.answer, self.status = answer, answer.status_code
        self.source = answer.text
        assert self.status == expect, f"{self.status} instead of {expect}: {self.source[:500]}"
        assert not self.source.lstrip().lower().startswith("<!doctype"), "a whole page instead of a part"
        self.tree = html.parse(self.source, fragment=True)
        html.complain(html.part_faults(self.tree), answer.request.path)

    @property
    def ids(self) -> list[str]:
        """The ids of the blocks that came, without what travels along for other places."""
        roots = [one for one in self.tree.root.children or [] if isinstance(one, Element)]
        return [attribute(one, "id") for one in roots if one.name != "hx-partial"]

    @property
    def partials(self) -> dict[str, str]:
        """What travels along for other places: target and text."""
        return {attribute(one, "hx-target"): words(one) for one in self.tree.query("hx-partial")}

    @property
    def text(self) -> str:
        return " ".join(words(one) for one in self.tree.root.children or [] if isinstance(one, Element))


class Form:
    """A form on a page with the button that would send it."""

    def __init__(self, page: Page, element: Element, button: Element | None) -> None:
        self._page, self._element, self._button = page, element, button

    @property
    def action(self) -> str:
        return attribute(self._element, "action")

    @property
    def fields(self) -> dict[str, str]:
        return {name: value for name, value in _values(self._element, self._page.tree) if name != "csrf_token"}

    def choices(self, name: str) -> list[str]:
        """What may be chosen in a field."""
        return [value for field, value, _chosen in _offered(self._element, self._page.tree) if field == name]

    def send(self, *, follow: bool = True, htmx: bool = False, **typed: Any) -> TestResponse:
        """Send the form as a browser would; only what stands in it can be filled in."""
        files = {name: typed.pop(name) for name in self._file_fields() & typed.keys()}
        values = self._filled(typed)
        if self._button is not None and has(self._button, "name"):
            values.append((attribute(self._button, "name"), attribute(self._button, "value")))
        headers = HTMX | {"X-CSRFToken": self._page.token} if htmx else {}
        browser = self._page.browser
        if attribute(self._element, "method").lower() == "get":
            return browser.get(f"{self.action}?{urlencode(values)}", headers=headers)
        grouped: dict[str, list[str]] = {}
        for name, value in values:
            grouped.setdefault(name, []).append(value)
        sent = {name: (io.BytesIO(content), title) for name, (title, content) in files.items()}
        answer = browser.request("POST", self.action, data=grouped | sent, headers=headers)
        if follow and not htmx:
            assert answer.status_code != 302, f"{self.action} answers 302 instead of 303"
        return answer

    def _file_fields(self) -> set[str]:
        """Fields that take a file, given as (name, content)."""
        return {
            attribute(one, "name")
            for one in _controls(self._element, self._page.tree)
            if attribute(one, "type") == "file"
        }

    def _filled(self, typed: dict[str, Any]) -> list[tuple[str, str]]:
        present = _values(self._element, self._page.tree)
        offered = {name for name, _value, _chosen in _offered(self._element, self._page.tree)}
        unknown = typed.keys() - {name for name, _value in present} - offered
        assert not unknown, f"{self.action} has no field {sorted(unknown)}"
        for name, value in typed.items():
            if name in offered:
                assert {str(one) for one in _listed(value)} <= set(self.choices(name)), f"{name} offers no {value!r}"
        kept = [(name, value) for name, value in present if name not in typed]
        return kept + [(name, str(one)) for name, value in typed.items() for one in _listed(value)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _controls(form: Element, tree: Tree) -> list[Element]:
    number = attribute(form, "id")
    inside = [one for one in within(form, "input", "select", "textarea") if not has(one, "form")]
    tied = [one for one in tree.query("input, select, textarea") if number and attribute(one, "form") == number]
    return [one for one in inside + tied if has(one, "name") and not has(one, "disabled")]


def _values(form: Element, tree: Tree) -> list[tuple[str, str]]:
    """What a browser would send if the form were sent as it stands."""
    values = []
    for control in _controls(form, tree):
        name, kind = attribute(control, "name"), attribute(control, "type")
        if control.name == "textarea":
            values.append((name, control.to_text(separator="", strip=False).removeprefix("\n")))
        elif control.name == "select":
            values += [(name, value) for _name, value, chosen in _options(control) if chosen]
        elif kind in {"checkbox", "radio"}:
            values += [(name, attribute(control, "value") or "on")] if has(control, "checked") else []
        elif kind not in {"submit", "button", "file"}:
            values.append((name, attribute(control, "value")))
    return values


def _offered(form: Element, tree: Tree) -> list[tuple[str, str, bool]]:
    """Fields one chooses in: (name, value, chosen)."""
    offered = []
    for control in _controls(form, tree):
        if control.name == "select":
            offered += _options(control)
        elif attribute(control, "type") in {"checkbox", "radio"}:
            value = attribute(control, "value") or "on"
            offered.append((attribute(control, "name"), value, has(control, "checked")))
    return offered


def _options(select: Element) -> list[tuple[str, str, bool]]:
    options = within(select, "option")
    chosen = [one for one in options if has(one, "selected")] or options[:1]
    return [(attribute(select, "name"), _value_of(one), one in chosen) for one in options]


def _value_of(option: Element) -> str:
    return attribute(option, "value") if has(option, "value") else words(option)


_ROWS = {"tr", "li", "fieldset", "article", "section"}


def _is(element: Element, label: str, near: str) -> bool:
    if label not in {html.seen(element), html.named(element)}:
        return False
    if not near:
        return True
    row = next((one for one in html.ancestors(element) if one.name in _ROWS), None)
    return near in words(row)
