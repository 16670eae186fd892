"""The pages of the desk for a house that is not training: its words, its addresses, and nothing of a batch."""

import json

import pytest
from flask import g

from app.access.permissions import Role
from app.access.visitor import Visitor
from app.attendance import desk, queries
from app.attendance.desk import DESK_PAGES, OWN_PAGES, Gathering
from app.attendance.services import sign_sheets
from app.base.database import db
from app.organisation.services import refresh_directory
from tests.support import html, pdf
from tests.support.hall import Hall, HallGathering, gathering_at, make_hall_meeting
from tests.support.presence import make_walk_in

SHOWN = ["show_screen", "show_sheet", "show_scanner", "list_refused", "list_walk_ins", "show_check_in", "show_own_code"]


@pytest.fixture
def app(any_app):
    return any_app


@pytest.fixture
def meeting(bungo):
    return make_hall_meeting()


@pytest.fixture
def at_the_desk(app, sari, meeting):
    """``at_the_desk(hall, "show_sheet")``: what the desk answers to Sari, who sits there."""

    def answer(hall, page, *numbers):
        db.session.rollback()
        with app.test_request_context("/balai", base_url="http://127.0.0.1:8000"):
            g._login_user = Visitor(
                user_id=sari.user_id,
                government_id=sari.government_id,
                employee_id=sari.employee_id,
                name=sari.name,
                roles=frozenset({Role.HR}),
            )
            return app.make_response(getattr(desk, page)(gathering_at(hall, queries.meeting(meeting.id)), *numbers))

    return answer


def looked_over(answer):
    tree = html.parse(answer.get_data(as_text=True))
    html.complain(html.page_faults(tree), "a page of the hall")
    return html.words(tree.query("main")[0]), [html.attribute(one, "href") for one in tree.query("main a")]


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("page", SHOWN)
def test_every_page_speaks_of_the_host_and_leads_to_its_addresses(at_the_desk, budi, sari, meeting, page, is_open):
    make_walk_in(meeting, "Wati Suryani", "Warga")
    text, links = looked_over(at_the_desk(Hall([budi, sari], is_open), page))
    assert "ngkatan" not in text
    assert all(one.startswith("/balai") for one in links), links
    assert "Izin" not in text or page == "show_sheet"  # a figure of the list, but no tab


def test_a_guest_is_recognised_where_there_are_no_seats_by_one_button(at_the_desk, budi, dewi, meeting):
    refresh_directory()
    guest = make_walk_in(meeting, dewi.name, "Unit")
    text, _links = looked_over(at_the_desk(Hall([budi]), "show_walk_in", guest.id))
    assert dewi.name in text
    assert "Catat hadir" in text
    assert "Jadikan peserta" not in text
    assert "kursi" not in text


def test_what_is_asked_beside_a_guests_name_is_the_hosts_to_say(at_the_desk, budi):
    text, _links = looked_over(at_the_desk(Hall([budi]), "list_walk_ins"))
    assert "Asal" in text
    assert "Unit atau instansi" not in text


def test_the_scan_list_and_the_sheet_to_sign_hold_whom_the_host_expects(at_the_desk, budi, dewi):
    hall = Hall([dewi, budi])
    told = json.loads(at_the_desk(hall, "show_scan_list").data)
    assert [name for _number, name, _unit in told["peserta"]] == sorted([budi.name, dewi.name])
    answer = at_the_desk(hall, "download_sign_sheet")
    assert "daftar-hadir-musyawarah-a4.pdf" in answer.headers["Content-Disposition"]
    text = pdf.text(answer.data)
    assert budi.nip in text
    assert "Bagian Organisasi" in text


def test_every_owner_has_a_door_for_every_page_of_the_desk(any_app):
    owners = [one for one in Gathering.__subclasses__() if one is not HallGathering]
    assert owners
    for owner in owners:
        doors = {f"{owner.house}.{page}" for page in (*OWN_PAGES, *DESK_PAGES)}
        assert doors - set(any_app.view_functions) == set()


def test_every_owner_tells_the_worker_who_is_expected(any_app):
    owners = [one.house for one in Gathering.__subclasses__() if one is not HallGathering]
    assert owners
    assert [house for house in owners if not sign_sheets.has_host(house)] == []
