"""The number at the bell: fresh by itself, and nobody's sign of life."""

from datetime import timedelta
from itertools import count

import time_machine
from sqlalchemy import select, update

from app.accounts.models import UserSession
from app.base.clock import now
from app.base.database import db
from tests.support import html
from tests.support.builders import enrol, make_batch
from tests.support.visit import HTMX


def told(person, days):
    enrol(person, make_batch(starts_in_days=days))


def test_the_bell_counts_anew_and_announces_only_what_is_more(visit, budi):
    browser = visit(budi)
    watch = browser.open("/beranda").tree.query("#unread_watch")[0]
    assert html.attribute(watch, "hx-trigger") == "every 60s"
    path = html.attribute(watch, "hx-get")
    assert path == "/pemberitahuan/jumlah?dari=0"
    quiet = browser.fragment(path)
    assert (quiet.ids, quiet.partials) == (["unread_watch"], {"#unread_top": "", "#unread_rail": ""})
    assert not quiet.has("[data-announce]")
    told(budi, 10)
    told(budi, 20)
    fresh = browser.fragment(path)
    assert fresh.partials == {"#unread_top": "2 belum dibaca", "#unread_rail": "2 belum dibaca"}
    assert html.attribute(fresh.tree.query("[data-announce]")[0], "data-announce") == "2 pemberitahuan baru."
    again = browser.fragment(html.attribute(fresh.tree.query("#unread_watch")[0], "hx-get"))
    assert not again.has("[data-announce]")


def test_fewer_is_not_announced(visit, budi):
    told(budi, 10)
    assert not visit(budi).fragment("/pemberitahuan/jumlah?dari=5").has("[data-announce]")


def test_it_costs_one_query_however_much_there_is(visit, budi, queries):
    browser = visit(budi)
    counts = []
    for days in (10, 20, 30):
        told(budi, days)
        with queries() as asked:
            browser.fragment("notifications.show_unread")
        counts.append(len(asked))
    assert counts == [1, 1, 1]


def test_asking_keeps_no_session_awake(visit, budi):
    browser = visit(budi)
    browser.open("/beranda")
    long_ago = now() - timedelta(hours=1)
    db.session.execute(update(UserSession).values(last_seen_at=long_ago))
    db.session.commit()
    browser.fragment("notifications.show_unread")
    assert last_seen() == [long_ago]
    browser.open("/beranda")
    assert last_seen()[0] > long_ago


def last_seen():
    db.session.rollback()
    return list(db.session.execute(select(UserSession.last_seen_at)).scalars())


def test_a_session_left_alone_ends_although_its_page_keeps_asking(visit, sari):
    browser = visit(sari)
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        browser.open("/beranda")
        statuses = set()
        for _minute in range(10):
            clock.shift(timedelta(minutes=4))
            statuses.add(browser.get("/pemberitahuan/jumlah", headers=HTMX).status_code)
    assert statuses == {200, 401}


def test_signed_out_it_is_gone_and_leads_nowhere(visit, bungo):
    """Whoever types in a page whose session is over is not torn away by its bell."""
    answer = visit().get("/pemberitahuan/jumlah", headers=HTMX)
    assert (answer.status_code, answer.data) == (401, b"")
    assert not {"HX-Redirect", "HX-Retarget", "HX-Location"} & set(answer.headers.keys())
    other = visit().get("/beranda", headers=HTMX)
    assert "HX-Redirect" in other.headers


def test_marking_one_read_without_opening_it(visit, budi):
    told(budi, 10)
    told(budi, 20)
    page = visit(budi).open("notifications.list_notices")
    first = page.all(".rows b")[0]
    left = page.press_with_htmx(f"Tandai terbaca: {first}")
    assert left.all(".rows .badge") == ["Baru"]
    assert left.partials["#unread_top"] == "1 belum dibaca"
    second = visit(budi).open("notifications.list_notices", saring="baru")
    assert len(second.all(".rows li")) == 1
    done = second.press(f"Tandai terbaca: {second.all('.rows b')[0]}")
    assert done.notices == ["Ditandai terbaca."]
    assert done.all(".empty h2") == ["Semua sudah dibaca"]


def test_notices_stand_under_their_day(visit, budi):
    monday = now().replace(year=2026, month=11, day=23, hour=2)
    with time_machine.travel(monday, tick=False) as clock:
        told(budi, 10)
        clock.shift(timedelta(days=1))
        told(budi, 20)
        clock.shift(timedelta(hours=1))
        page = visit(budi).open("notifications.list_notices")
    assert page.all("h2.day") == ["Hari ini, Selasa, 24 November 2026", "Kemarin, Senin, 23 November 2026"]


def test_the_unread_are_paged_under_their_filter(visit, budi):
    days = count(10, 3)
    for _ in range(26):
        told(budi, next(days))
    first = visit(budi).open("notifications.list_notices", saring="baru")
    second = first.link("Berikutnya")
    assert (len(first.all(".rows li")), len(second.all(".rows li"))) == (25, 1)
