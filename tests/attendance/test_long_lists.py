"""The list of a hall full of people: a page at a time, searched by name, and marked no further than it was shown."""

import json

import pytest
from flask import g
from sqlalchemy import func, select

from app.access.permissions import Role
from app.access.visitor import Visitor
from app.attendance import desk, papers, queries
from app.attendance.models import Attendance
from app.attendance.services.sign_sheets import TooManyPeople
from app.base.database import db
from app.base.errors import RuleBroken
from app.organisation.models import Employee
from tests.support import html
from tests.support.builders import make_nip
from tests.support.hall import Hall, gathering_at, make_hall_meeting

PEOPLE = 103


class Crowd(Hall):
    """Whoever works here is expected."""

    def expected(self):
        return select(Employee.id).where(Employee.name.like("Warga %"))


@pytest.fixture
def app(any_app):
    return any_app


@pytest.fixture
def meeting(bungo):
    return make_hall_meeting()


@pytest.fixture
def crowd(bungo):
    """People by number; every tenth is a Siti."""
    return crowd_of(PEOPLE)


def crowd_of(people):
    names = [f"Warga {'Siti' if one % 10 == 0 else 'Amir'} {one:03d}" for one in range(1, people + 1)]
    db.session.add_all(Employee(nip=make_nip(), name=name, kind="pns", rank="III/a", email="") for name in names)
    db.session.commit()
    return names


@pytest.fixture
def at_the_desk(app, sari, meeting):
    """``at_the_desk("show_sheet", cari="siti")``: what the desk answers to Sari, who sits there."""

    def answer(page, fields=None, **asked):
        db.session.rollback()
        method = "GET" if fields is None else "POST"
        with app.test_request_context("/balai", method=method, query_string=asked, data=fields):
            g._login_user = Visitor(
                user_id=sari.user_id,
                government_id=sari.government_id,
                employee_id=sari.employee_id,
                name=sari.name,
                roles=frozenset({Role.HR}),
            )
            gathering = gathering_at(Crowd([]), queries.meeting(meeting.id))
            return app.make_response(getattr(desk, page)(gathering))

    return answer


def shown(answer):
    """The names on a page of the list, and where its link leads on to."""
    tree = html.parse(answer.get_data(as_text=True))
    html.complain(html.page_faults(tree), "the list of a hall")
    names = [html.words(one) for one in tree.query(".choice__name")]
    onwards = [html.attribute(one, "href") for one in tree.query('a[rel="next"]')]
    return names, onwards[0].partition("sesudah=")[2].replace("+", " ").replace("%7E", "~") if onwards else ""


def test_the_list_comes_fifty_at_a_time_and_leaves_nobody_out(at_the_desk, crowd):
    found, after, pages = [], "", []
    while True:
        names, after = shown(at_the_desk("show_sheet", **({"sesudah": after} if after else {})))
        pages.append(len(names))
        found += names
        if not after:
            break
    assert pages == [50, 50, 3]
    assert found == sorted(crowd)


def test_names_are_searched_by_how_their_words_begin(at_the_desk, crowd):
    assert shown(at_the_desk("show_sheet", cari="siti warga"))[0] == [one for one in sorted(crowd) if "Siti" in one]
    assert shown(at_the_desk("show_sheet", cari="warga ti"))[0] == []
    nobody = at_the_desk("show_sheet", cari="<b>%_'").get_data(as_text=True)
    assert "Tidak ada yang cocok" in nobody
    assert "<b>%" not in nobody


@pytest.mark.parametrize("after", ["", "x", "~", "warga~x", "~" + "9" * 30])
def test_an_address_nobody_gave_out_begins_at_the_beginning(at_the_desk, crowd, after):
    assert shown(at_the_desk("show_sheet", sesudah=after))[0] == sorted(crowd)[:50]


def test_the_rest_that_is_marked_at_once_is_that_of_the_page(at_the_desk, crowd):
    page = at_the_desk("show_sheet", cari="siti")
    tree = html.parse(page.get_data(as_text=True))
    open_ids = [html.attribute(one, "value") for one in tree.query('input[name="belum"]')]
    answer = at_the_desk("create_marks", {"belum": open_ids, "sisanya": "present"}, cari="siti")
    assert (answer.status_code, answer.location.partition("?")[2]) == (303, "cari=siti")
    marked = select(Employee.name).join(Attendance, Attendance.employee_id == Employee.id).order_by(Employee.name)
    assert list(db.session.execute(marked).scalars()) == [one for one in sorted(crowd) if "Siti" in one]
    text = html.words(html.parse(at_the_desk("show_sheet").get_data(as_text=True)).query("#sheet")[0])
    assert "10 dari 103 peserta sudah dicatat" in text
    assert "Tandai sisanya di halaman ini hadir" in text


@pytest.mark.parametrize("page", ["show_sheet", "show_counts", "show_screen", "show_scan_list"])
def test_a_page_asks_the_same_for_one_three_and_a_hundred(at_the_desk, queries, bungo, page):
    asked = []
    for more in (1, 2, 100):
        crowd_of(more)
        at_the_desk(page)
        with queries() as sent:
            at_the_desk(page)
        asked.append(len(sent))
    assert asked[0] == asked[1] == asked[2]


def test_the_scanners_list_grows_by_little_more_than_the_names(at_the_desk, bungo):
    crowd_of(3)
    few = len(at_the_desk("show_scan_list").data)
    crowd_of(1000)
    assert (len(at_the_desk("show_scan_list").data) - few) / 1000 < len("Warga Amir 1000") + 16


def test_a_scanner_asks_for_the_names_once(at_the_desk, crowd):
    first = json.loads(at_the_desk("show_scan_list").data)
    assert len(first["peserta"]) == PEOPLE
    again = json.loads(at_the_desk("show_scan_list", isi=first["isi"]).data)
    assert set(first) - set(again) == {"peserta", "unit"}
    assert {again[name] for name in ("isi", "kunci", "stempel")} == {
        first[name] for name in ("isi", "kunci", "stempel")
    }


def test_a_hall_too_big_to_sign_says_what_to_do_instead(at_the_desk, crowd, monkeypatch):
    assert at_the_desk("download_sign_sheet").mimetype == "application/pdf"
    monkeypatch.setattr(papers, "ROWS_AT_MOST", 102)
    with pytest.raises(TooManyPeople, match="paling banyak 102 orang"):
        at_the_desk("download_sign_sheet")
    text = at_the_desk("show_sheet").get_data(as_text=True)
    assert "paling banyak 102 orang" in text
    assert "Cetak A4" not in text


def test_nobody_is_marked_whom_the_hall_does_not_expect(at_the_desk, crowd, budi):
    with pytest.raises(RuleBroken, match="bukan peserta"):
        at_the_desk("create_marks", {f"hadir-{budi.employee_id}": "present"})
    assert db.session.execute(select(func.count(Attendance.id))).scalar_one() == 0
