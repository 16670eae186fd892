"""The guests' inspector is inspected too: each fault a page can have is noticed, and a good page passes."""

import pytest

from app.base.database import begin_writing, db
from app.jobs import services as jobs
from app.organisation.models import Government
from tests.support import counting, html
from tests.support.builders import make_government
from tests.support.unsaved import watch

GOOD = """<!doctype html>
<html lang="id">
<head><meta charset="utf-8"><title>Pelatihan saya · Penata</title><script src="/aset/x.js"></script></head>
<body><main id="isi">
<h1>Pelatihan saya</h1>
<a href="#isi">Langsung ke isi</a>
<form method="post" action="/masuk" hx-post="/masuk">
<input type="hidden" name="csrf_token" value="x">
<label for="nama">Nama</label><input id="nama" name="nama" aria-describedby="petunjuk"><p id="petunjuk">Lengkap</p>
<label>Setuju <input type="checkbox" name="setuju"></label>
<button>Kirim</button>
</form>
<img src="/a.png" alt=""><svg aria-hidden="true"></svg>
</main></body></html>"""

BROKEN = {
    "language": ('lang="id"', 'lang="en"', "lang=id"),
    "no h1": ("<h1>Pelatihan saya</h1>", "<p>Pelatihan saya</p>", "0 h1"),
    "two h1": ("</form>", "</form><h1>Pelatihan saya</h1>", "2 h1"),
    "title": ("<title>Pelatihan saya ·", "<title>Beranda ·", "does not begin"),
    "product": (" · Penata</title>", "</title>", "product's name"),
    "no main": ("main", "div", "no main"),
    "twice an id": ('id="petunjuk"', 'id="nama"', "2 times"),
    "no label": ('<label for="nama">Nama</label>', "", "no label"),
    "label of nothing": ('for="nama"', 'for="name"', "points at #name"),
    "hint of nothing": ('aria-describedby="petunjuk"', 'aria-describedby="hint"', "points at #hint"),
    "anchor of nothing": ('href="#isi"', 'href="#konten"', "points at #konten"),
    "no action": ('action="/masuk" ', "", "does not know where it posts"),
    "no method": ('<form method="post"', "<form", "has no method"),
    "no token": ('<input type="hidden" name="csrf_token" value="x">', "", "no csrf_token"),
    "empty token": ('value="x"', 'value=""', "no csrf_token"),
    "no button": ("<button>Kirim</button>", "", "has no button"),
    "nameless button": ("Kirim", "", "has no name"),
    "only htmx": ('<form method="post" action="/masuk"', '<form method="get" action="/masuk"', "only with htmx"),
    "htmx on a div": ("<p id=", '<p hx-post="/x" id=', "only with htmx"),
    "inline style": ("<h1>", '<h1 style="color: red">', "carries style"),
    "inline handler": ("<button>", '<button onclick="x()">', "carries onclick"),
    "htmx at no id": ('hx-post="/masuk"', 'hx-post="/masuk" hx-target="#Bagian ini"', "aims at #Bagian ini"),
    "htmx code": ("<button>", '<button hx-on:click="x()">', "carries hx-on:click"),
    "htmx 2": ("<button>", '<button hx-disabled-elt="this">', "carries hx-disabled-elt"),
    "inline script": ('<script src="/aset/x.js">', "<script>x()", "inline script"),
    "no alt": (' alt=""', "", "no alt"),
    "drawing": ('<svg aria-hidden="true">', "<svg>", "neither hidden nor named"),
    "link to nowhere": ('href="#isi"', 'href="#"', "leads nowhere"),
    "nameless link": ("Langsung ke isi", "", "has no name"),
}


def test_a_good_page_passes():
    assert html.page_faults(html.parse(GOOD)) == []


@pytest.mark.parametrize(("old", "new", "words"), BROKEN.values(), ids=BROKEN)
def test_each_fault_is_noticed(old, new, words):
    assert old in GOOD
    faults = html.page_faults(html.parse(GOOD.replace(old, new)))
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize("source", ["<p><div></p>", "<b><i></b></i>", "</h2>", "<form><form></form>"])
def test_what_a_browser_would_have_to_guess_is_an_error(source):
    with pytest.raises(AssertionError, match="not valid HTML"):
        html.parse(f"<!doctype html><html lang=id><title>x</title><body>{source}")


def leave_a_row():
    db.session.add(Government(slug="x"))


def leave_a_change():
    db.session.query(Government).first().seat = "Muara Tebo"


def leave_a_flush():
    leave_a_change()
    db.session.flush()


def leave_a_bulk_update():
    db.session.query(Government).update({"seat": "Muara Tebo"})


def leave_a_duty():
    jobs.ask_for("notifications.post")


def save():
    leave_a_change()
    db.session.commit()


def take_back():
    leave_a_flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("act", "complains"),
    [
        (leave_a_row, True),
        (leave_a_change, True),
        (leave_a_flush, True),
        (leave_a_bulk_update, True),
        (leave_a_duty, True),
        (save, False),
        (take_back, False),
        (lambda: None, False),
    ],
)
def test_a_request_that_leaves_something_behind_is_noticed(any_app, act, complains):
    make_government()
    found = []
    any_app._got_first_request = False
    watch(any_app, found)
    db.session.rollback()
    with any_app.test_request_context("/"):
        begin_writing()
        act()
    any_app.teardown_request_funcs[None].pop()
    assert bool(found) == complains


def test_counted_statements_are_those_of_the_block(any_app):
    make_government()
    with counting.queries() as asked:
        db.session.query(Government).all()
        db.session.query(Government.name).all()
    db.session.query(Government).all()
    assert len(asked) == 2
