"""Roles: who may give which, the second administrator, ending, following a unit, and what one sees of them."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.accounts import rules, services
from app.accounts.models import RoleGrant, UserSession
from app.accounts.queries import grants as queries
from app.accounts.queries.grants import GrantFilters
from app.accounts.rules import GrantReach, GrantState
from app.accounts.services import grants
from app.accounts.services.grants import Wish
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now, today
from app.base.database import db
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee, EmployeeKind
from tests.support.builders import (
    ZONE,
    Person,
    grant,
    make_account,
    make_employee,
    make_unit,
)

DAY = date(2026, 12, 10)
HERE = GrantReach(1, of_installation=False)
INSTALLATION = GrantReach(None, of_installation=True)


def local_today():
    return today("Asia/Jakarta")


def row(**different):
    facts = {"starts_on": DAY, "ends_on": None, "pending": False, "refused_at": None}
    return SimpleNamespace(**facts | different)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, GrantState.ACTIVE),
        ({"starts_on": DAY + timedelta(1)}, GrantState.COMING),
        ({"ends_on": DAY + timedelta(1)}, GrantState.ACTIVE),
        ({"ends_on": DAY, "starts_on": DAY - timedelta(9)}, GrantState.ENDED),
        ({"ends_on": DAY}, GrantState.ENDED),
        ({"starts_on": DAY + timedelta(3), "ends_on": DAY + timedelta(3)}, GrantState.ENDED),
        ({"pending": True}, GrantState.WAITING),
        ({"pending": True, "starts_on": DAY + timedelta(5)}, GrantState.WAITING),
        ({"pending": True, "ends_on": DAY, "starts_on": DAY - timedelta(2)}, GrantState.ENDED),
        ({"pending": True, "refused_at": now()}, GrantState.REFUSED),
    ],
)
def test_where_a_grant_stands(facts, state):
    assert rules.grant_state(row(**facts), DAY) == state


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("reach", [HERE, INSTALLATION, GrantReach(None, of_installation=False)])
@pytest.mark.parametrize("government", [1, 2, None])
def test_who_may_give_which_role_where(role, reach, government):
    at_home = reach is HERE and government == 1 and role not in {
        Role.EMPLOYEE, Role.MANAGER, Role.INSTALLATION_ADMINISTRATOR
    }  # fmt: skip
    above = reach is INSTALLATION and role in {Role.ADMINISTRATOR, Role.INSTALLATION_ADMINISTRATOR}
    assert reach.covers(government, role) == (at_home or above)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_some_roles_are_never_limited_to_a_unit(role):
    with pytest.raises(rules.NotGrantable, match="seluruh pemerintah daerah"):
        rules.ensure_may_grant(HERE, role, government_id=1, has_unit=True)
    rules.ensure_may_grant(HERE, role, government_id=1, has_unit=False)


@pytest.mark.parametrize(
    ("held", "span", "shared"),
    [
        ((0, None), (5, None), True),
        ((0, 5), (5, None), False),
        ((0, 6), (5, None), True),
        ((5, None), (0, 5), False),
        ((5, None), (0, 6), True),
        ((3, 3), (0, None), False),
    ],
)
def test_spans_that_share_a_day(held, span, shared):
    def at(number):
        return None if number is None else DAY + timedelta(number)

    assert rules.overlaps(row(starts_on=at(held[0]), ends_on=at(held[1])), at(span[0]), at(span[1])) == shared


# With a database.


@pytest.fixture
def second(bungo) -> Person:
    return make_employee("Yusuf Ramadhan", roles=[Role.ADMINISTRATOR])


def reach_of(person):
    return GrantReach(person.government_id, of_installation=False)


def give(to, role, *, by, unit_id=None, starts_on=None, ends_on=None):
    wish = Wish(to.user_id, role, by.government_id, unit_id, starts_on or local_today(), ends_on)
    try:
        given = grants.grant(wish, reach=reach_of(by), by=by.actor, day=local_today())
    except Exception:
        db.session.rollback()
        raise
    db.session.commit()
    return given.id


def state_of(grant_id):
    db.session.rollback()
    return rules.grant_state(db.session.get_one(RoleGrant, grant_id), local_today())


def attempt(act, *arguments, **named):
    try:
        act(*arguments, **named)
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise


def actions(chain):
    lines = select(AuditEntry.action).where(AuditEntry.chain == chain).order_by(AuditEntry.id)
    return [one for one in db.session.execute(lines).scalars() if one.startswith("accounts.grant")]


def test_a_plain_role_counts_at_once_and_a_powerful_one_after_the_second_administrator(administrator, second, budi):
    plain = give(budi, Role.ORGANISER, by=administrator)
    powerful = give(budi, Role.HR, by=administrator)
    assert (state_of(plain), state_of(powerful)) == (GrantState.ACTIVE, GrantState.WAITING)
    attempt(grants.confirm, powerful, by=second.actor, day=local_today())
    assert state_of(powerful) == GrantState.ACTIVE
    assert actions(budi.government_id) == ["accounts.grant.given", "accounts.grant.asked", "accounts.grant.confirmed"]


def test_nobody_gives_confirms_or_ends_for_themself_nor_confirms_what_they_asked_for(administrator, second, budi):
    with pytest.raises(rules.NotForYourself):
        give(administrator, Role.HR, by=administrator)
    own = db.session.execute(select(RoleGrant.id).where(RoleGrant.user_id == administrator.user_id)).scalar_one()
    with pytest.raises(rules.NotForYourself):
        attempt(grants.end, own, by=administrator.actor, day=local_today())
    asked = give(budi, Role.HR, by=administrator)
    with pytest.raises(rules.NotByTheSame):
        attempt(grants.confirm, asked, by=administrator.actor, day=local_today())
    with pytest.raises(rules.NotForYourself):
        attempt(grants.confirm, asked, by=budi.actor, day=local_today())
    assert state_of(asked) == GrantState.WAITING
    assert [grant_.role for grant_ in queries.grants_of(administrator.user_id)] == [Role.ADMINISTRATOR]


def test_the_same_role_is_not_given_twice_for_the_same_days(administrator, budi):
    until = local_today() + timedelta(30)
    give(budi, Role.TRAINER, by=administrator, ends_on=until)
    with pytest.raises(rules.AlreadyHolds):
        give(budi, Role.TRAINER, by=administrator)
    give(budi, Role.TRAINER, by=administrator, starts_on=until)
    assert len(queries.grants_of(budi.user_id)) == 2


def test_a_refused_role_counts_for_nothing_and_the_asker_reads_why(administrator, second, budi):
    asked = give(budi, Role.AUDITOR, by=administrator)
    attempt(grants.refuse, asked, "Belum ada surat tugas.", by=second.actor, day=local_today())
    assert state_of(asked) == GrantState.REFUSED
    told = db.session.execute(select(Notice.text).where(Notice.employee_id == administrator.employee_id)).scalars()
    assert [text for text in told if "Belum ada surat tugas." in text] != []
    with pytest.raises(rules.NotWaiting):
        attempt(grants.confirm, asked, by=second.actor, day=local_today())
    give(budi, Role.AUDITOR, by=administrator)


def test_who_is_told_of_what(administrator, second, budi):
    asked = give(budi, Role.HR, by=administrator)
    attempt(grants.confirm, asked, by=second.actor, day=local_today())
    attempt(grants.end, asked, by=second.actor, day=local_today())
    mails = db.session.execute(select(Mail.employee_id, Mail.kind).order_by(Mail.id)).all()
    assert [tuple(one) for one in mails] == [
        (second.employee_id, "accounts_role_asked"),
        (budi.employee_id, "accounts_role_given"),
        (budi.employee_id, "accounts_role_ended"),
    ]


def test_a_change_of_rights_ends_the_persons_sessions_at_once(visit, administrator, budi):
    browser = visit(budi)
    browser.open("/beranda")
    given = give(budi, Role.ORGANISER, by=administrator)
    assert browser.get("/beranda").status_code == 401
    again = visit.another(budi)
    assert again.get("/pelatihan/kelola").status_code == 200
    attempt(grants.end, given, by=administrator.actor, day=local_today())
    assert again.get("/pelatihan/kelola").status_code == 401
    assert visit.another(budi).get("/pelatihan/kelola").status_code == 403
    assert db.session.execute(select(UserSession.user_id)).scalars().all() == [budi.user_id]


def test_a_role_given_and_ended_on_one_day_never_counts_again(administrator, budi):
    given = give(budi, Role.ORGANISER, by=administrator)
    attempt(grants.end, given, by=administrator.actor, day=local_today())
    assert state_of(given) == GrantState.ENDED
    with pytest.raises(rules.AlreadyOver):
        attempt(grants.end, given, by=administrator.actor, day=local_today())


def test_who_asked_may_take_back_what_still_waits(administrator, second, budi):
    asked = give(budi, Role.HR, by=administrator)
    attempt(grants.end, asked, by=administrator.actor, day=local_today())
    assert state_of(asked) == GrantState.REFUSED
    assert actions(budi.government_id)[-1] == "accounts.grant.withdrawn"


def test_the_list_and_the_rule_agree_on_every_state(administrator, budi):
    day = local_today()
    for starts in (-9, 0, 4):
        for length in (None, 0, 2, 9):
            for pending, refused in ((False, False), (True, False), (True, True)):
                ends = None if length is None else day + timedelta(starts + length)
                db.session.add(
                    RoleGrant(
                        user_id=budi.user_id, government_id=budi.government_id, role=Role.TRAINER, pending=pending,
                        starts_on=day + timedelta(starts), ends_on=ends, refused_at=now() if refused else None,
                    )
                )  # fmt: skip
    db.session.commit()
    everything = queries.grants(reach_of(budi), GrantFilters(), day=day)
    assert len(everything) == 37
    for state in GrantState:
        found = queries.grants(reach_of(budi), GrantFilters(state=state), day=day)
        assert {one.id for one in found} == {one.id for one in everything if rules.grant_state(one, day) == state}
        assert found != []


# Units.


@pytest.fixture
def units(bungo):
    return {name: make_unit(name) for name in ("Dinas A", "Dinas B", "Dinas Baru", "Dinas Pecahan")}


def held_units(person):
    found = queries.grants_of(person.user_id)
    return sorted((one.unit, one.starts_on, one.ends_on) for one in found if one.starts_on != one.ends_on)


def limited(person, unit, role=Role.ORGANISER, **days):
    given = grant(person.user_id, role, **days)
    given.unit_id = unit.id
    db.session.commit()
    return given


def test_a_role_follows_its_unit_into_every_successor(budi, units):
    day = local_today() + timedelta(7)
    until = day + timedelta(100)
    old = limited(budi, units["Dinas A"], ends_on=until)
    pairs = [(units["Dinas A"].id, units["Dinas Baru"].id), (units["Dinas A"].id, units["Dinas Pecahan"].id)]
    for expected in (2, 0):
        assert services.follow_units(pairs, day) == expected
        db.session.commit()
    assert held_units(budi) == [
        ("Dinas A", old.starts_on, day),
        ("Dinas Baru", day, until),
        ("Dinas Pecahan", day, until),
    ]


def test_two_units_that_merge_leave_one_role(budi, dewi, units):
    day = local_today()
    for unit in ("Dinas A", "Dinas B"):
        limited(budi, units[unit])
    limited(dewi, units["Dinas B"])
    pairs = [(units[one].id, units["Dinas Baru"].id) for one in ("Dinas A", "Dinas B")]
    assert services.follow_units(pairs, day) == 2
    db.session.commit()
    for person in (budi, dewi):
        assert [name for name, _start, end in held_units(person) if end is None] == ["Dinas Baru"]


def test_what_ended_was_refused_or_is_elsewhere_does_not_follow(budi, dewi, units):
    day = local_today()
    limited(budi, units["Dinas A"], ends_on=day)
    limited(budi, units["Dinas B"])
    refused = limited(dewi, units["Dinas A"])
    refused.pending, refused.refused_at = True, now()
    grant(dewi.user_id, Role.TRAINER)
    db.session.commit()
    assert services.follow_units([(units["Dinas A"].id, units["Dinas Baru"].id)], day) == 0


def test_a_role_that_waits_follows_and_still_waits(budi, administrator, units):
    asked = give(budi, Role.HR, by=administrator, unit_id=units["Dinas A"].id)
    services.follow_units([(units["Dinas A"].id, units["Dinas Baru"].id)], local_today())
    db.session.commit()
    fresh = queries.grants_of(budi.user_id)[0]
    assert (fresh.unit, fresh.pending, fresh.granted_by) == ("Dinas Baru", True, administrator.user_id)
    assert state_of(asked) == GrantState.ENDED


# Pages.


def test_giving_a_role_through_the_pages(visit, administrator, second, budi):
    page = visit(administrator).open("accounts.list_grants").link("Beri peran")
    page = page.press("Cari orang", cari="budi").link("Pilih")
    assert page.heading == f"Beri peran kepada {budi.name}"
    assert page.form("Beri peran").choices("role")[0] == ""
    assert {"employee", "manager", "installation_administrator"} & set(page.form("Beri peran").choices("role")) == set()
    page = page.press("Beri peran", role="hr")
    assert page.notices == ["Diusulkan. Peran ini berlaku setelah admin kedua mengonfirmasi."]
    assert page.buttons.count("Konfirmasi peran") == 0
    waiting = visit(second).open("accounts.list_grants").link("Lihat yang menunggu").link(budi.name)
    confirmed = waiting.press("Konfirmasi peran")
    assert confirmed.notices == ["Dikonfirmasi. Peran ini berlaku."]
    assert visit(budi).get("/akun").status_code == 200


def test_refusing_asks_for_a_reason_and_keeps_what_was_typed(visit, administrator, second, budi):
    asked = give(budi, Role.HR, by=administrator)
    page = visit(second).open("accounts.show_grant", grant_id=asked)
    page = page.press("Tolak peran", reason="ya", expect=422)
    assert page.fields["reason"] == "ya"
    fragment = page.press_with_htmx("Tolak peran", reason="Belum ada surat tugas.")
    assert fragment.ids == ["decision"]
    assert "Ditolak" in fragment.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"role": ""}, "Pilih peran."),
        ({"role": "trainer", "starts_on": "2020-01-01"}, "Peran mulai hari ini atau sesudahnya."),
        ({"role": "trainer", "starts_on": "besok"}, "Tulis tanggal yang benar"),
        ({"role": "trainer", "last_day": "2020-01-01"}, "Hari terakhir tidak boleh sebelum hari mulai."),
    ],
)
def test_a_wrong_field_is_a_sentence_and_nothing_is_given(visit, administrator, budi, typed, words):
    page = visit(administrator).open(f"/akun/peran/baru?pegawai={budi.employee_id}")
    page = page.press("Beri peran", expect=422, **typed)
    assert words in page.text
    assert queries.grants_of(budi.user_id) == []


def test_the_last_day_one_says_is_included(visit, administrator, budi):
    day = local_today()
    page = visit(administrator).open(f"/akun/peran/baru?pegawai={budi.employee_id}")
    page.press("Beri peran", role="trainer", last_day=day.isoformat())
    [given] = queries.grants_of(budi.user_id)
    assert (given.starts_on, given.ends_on) == (day, day + timedelta(1))
    assert rules.grant_state(given, day) == GrantState.ACTIVE


def test_a_forged_role_unit_or_person_is_refused(visit, administrator, budi, joko, batanghari):
    with scope.within(batanghari.id):
        foreign = make_unit("Dinas Batanghari")
    start = local_today().isoformat()
    post = visit(administrator).post
    good = {"pegawai": str(budi.employee_id), "role": "trainer", "unit": "", "starts_on": start}
    assert post("accounts.create_grant", fields=good | {"role": "installation_administrator"}).status_code == 422
    assert post("accounts.create_grant", fields=good | {"role": "employee"}).status_code == 422
    assert post("accounts.create_grant", fields=good | {"unit": str(foreign.id)}).status_code == 422
    assert post("accounts.create_grant", fields=good | {"pegawai": str(joko.employee_id)}).status_code == 404
    assert post("accounts.create_grant", fields=good | {"pegawai": "", "akun": str(joko.user_id)}).status_code == 404
    own = post("accounts.create_grant", fields=good | {"pegawai": str(administrator.employee_id)})
    assert own.status_code == 409
    assert "Peran untuk diri sendiri diurus admin lain" in own.text
    assert queries.grants_of(budi.user_id) == queries.grants_of(budi.user_id) == []


def test_an_administrator_reads_and_decides_in_their_own_government_alone(visit, administrator, joko, batanghari):
    with scope.within(batanghari.id):
        foreign = make_employee("Rahasia Batanghari")
        given = grant(foreign.user_id, Role.TRAINER)
    browser = visit(administrator)
    assert "Batanghari" not in browser.open("accounts.list_grants").text
    assert "Joko" not in browser.open("/akun/peran/baru?cari=joko").text
    assert "Joko" not in browser.open(f"/akun/peran/baru?cari=joko&pemda={batanghari.id}").text
    for endpoint in ("show_grant", "create_confirmation", "create_refusal", "create_grant_end"):
        answer = (
            browser.get(browser.address(f"accounts.{endpoint}", grant_id=given.id))
            if endpoint.startswith("show")
            else browser.post(f"accounts.{endpoint}", grant_id=given.id, fields={"reason": "Bukan urusan saya."})
        )
        assert answer.status_code == 404
    assert rules.grant_state(db.session.get_one(RoleGrant, given.id), local_today()) == GrantState.ACTIVE


def test_the_installation_sees_only_who_administers(visit, bungo, administrator, budi):
    grant(budi.user_id, Role.HR)
    root = make_account("Akar Instalasi", email="akar@penata.example")
    db.session.add(RoleGrant(user_id=root.id, role=Role.INSTALLATION_ADMINISTRATOR, starts_on=local_today()))
    db.session.commit()
    browser = visit(SimpleNamespace(user_id=root.id, nip="akar@penata.example", name=root.name, password=budi.password))
    page = browser.open("accounts.list_grants")
    assert sorted(page.all("tbody th")) == sorted([administrator.name, "Akar Instalasi"])
    assert page.form("Cari peran").choices("peran") == ["", "administrator", "installation_administrator"]
    found = browser.open(f"/akun/peran/baru?pemda={bungo.id}&cari=budi")
    assert found.all(".rows li b") == [budi.name]
    assert "Penata Layanan Operasional" not in found.text
    form = found.link("Pilih")
    assert form.form("Beri peran").choices("role") == ["", "administrator", "installation_administrator"]
    assert form.press("Beri peran", role="administrator").notices[0].startswith("Diusulkan")
    assert browser.get("/akun").status_code == 403


def test_the_list_asks_the_same_for_one_and_for_three(visit, administrator, bungo, queries):
    browser, counts = visit(administrator), []
    for _ in range(2):
        browser.open("accounts.list_grants")
        with queries() as asked:
            browser.open("accounts.list_grants")
        counts.append(len(asked))
        for name in ("Andi", "Beni"):
            grant(make_employee(name).user_id, Role.TRAINER)
    assert counts[0] == counts[1]


def test_filters_narrow_and_pages_follow_one_another(visit, administrator, bungo):
    names = [f"Pengajar {number:02d}" for number in range(30)]
    for name in names:
        grant(make_employee(name).user_id, Role.TRAINER)
    first = visit(administrator).open("/akun/peran?peran=trainer")
    second = first.link("Berikutnya")
    assert sorted(first.all("tbody th") + second.all("tbody th")) == names
    assert visit(administrator).open("/akun/peran?cari=pengajar+07").all("tbody th") == ["Pengajar 07"]
    nothing = visit(administrator).open("/akun/peran?cari=%25_")
    assert "Tidak ada yang cocok" in nothing.text


@pytest.mark.parametrize(("kind", "starts"), [("csv", b"\xef\xbb\xbfNama;Peran"), ("xlsx", b"PK")])
def test_the_list_as_a_file_holds_what_is_filtered_and_is_on_the_trail(visit, administrator, budi, joko, kind, starts):
    grant(budi.user_id, Role.TRAINER)
    answer = visit(administrator).post("accounts.create_grant_export", fields={"bentuk": kind, "peran": "trainer"})
    assert answer.data.startswith(starts)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=peran.{kind}"
    if kind == "csv":
        assert answer.text.count("\r\n") == 2
        assert budi.name in answer.text
        assert joko.name not in answer.text
    last = select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.id.desc()).limit(1)
    assert tuple(db.session.execute(last).one()) == ("accounts.grants.exported", {"rows": 1})


def test_only_who_looks_after_roles_opens_them(visit, sari, budi, auditor):
    for person in (sari, budi, auditor):
        assert visit(person).get("/akun/peran").status_code == 403
        assert visit(person).post("accounts.create_grant", fields={"pegawai": "1", "role": "hr"}).status_code == 403


def test_a_role_in_a_unit_is_chosen_from_the_tree_of_the_day(visit, administrator, budi):
    agency = make_unit("Dinas Pendidikan")
    make_unit("Bidang SD", parent=agency)
    gone = make_unit("Dinas Lama")
    gone.ends_on = now().astimezone(ZONE).date()
    db.session.commit()
    page = visit(administrator).open(f"/akun/peran/baru?pegawai={budi.employee_id}")
    offered = [one.strip() for one in page.all("#unit option")]
    assert offered[0] == "Seluruh pemerintah daerah"
    assert {"Dinas Pendidikan", "Bidang SD"} <= set(offered)
    assert "Dinas Lama" not in offered
    page.press("Beri peran", role="organiser", unit=str(agency.id))
    assert queries.grants_of(budi.user_id)[0].unit == "Dinas Pendidikan"


def test_somebody_without_an_account_gets_one_with_the_role(visit, administrator, bungo):
    newcomer = Employee(nip="199505052020121001", name="Citra Baru", kind=EmployeeKind.PNS, email="citra@bungo.example")
    db.session.add(newcomer)
    db.session.commit()
    page = visit(administrator).open("/akun/peran/baru?cari=citra").link("Pilih")
    assert page.press("Beri peran", role="trainer").notices == ["Peran diberikan."]
