"""Preparing a wave, opening it, reminding, closing, and what is refused on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.jobs.models import Job
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee, PositionTier
from app.surveys.models import (
    PopulationKind,
    SurveyGroup,
    SurveyParticipation,
    SurveyWave,
    WaveMode,
    WaveStatus,
)
from app.surveys.queries import waves as wave_queries
from app.surveys.rules.waves import NotNow, TooFew, TooOften
from app.surveys.services import closing, opening, telling, waves
from app.surveys.services.waves import Named
from app.web import dates
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.initiatives import make_initiative
from tests.support.waves import answer, close_wave, make_crowd, make_version, make_wave, open_wave


@pytest.fixture
def crowd(unit):
    return make_crowd(unit, 12, email=None)


def longer_ago(wave, days=5):
    """The wave was opened some days ago, and nobody was reminded since."""
    statement = update(SurveyWave).where(SurveyWave.id == wave.id)
    db.session.execute(statement.values(opened_at=now() - timedelta(days=days), reminded_on=None))
    db.session.commit()
    db.session.expire_all()
    return wave_queries.by_id(wave.id)


def test_from_an_empty_form_to_an_open_wave(visit, unit, changer, crowd):
    version = make_version("Kesiapan")
    page = visit(changer).open("surveys.list_waves").link("Buat gelombang")
    when = f"{dates.local(now() + timedelta(days=9)):%Y-%m-%dT%H:%M}"
    filled = {
        "unit_id": str(unit.id),
        "title": "Kesiapan, November",
        "purpose": "Supaya penjelasan tepat sasaran.",
        "first_version": str(version.id),
        "closes_at": when,
    }
    back = page.press("Simpan rancangan", expect=422, **filled | {"minimum_group": "3"})
    assert "Batas minimal kelompok antara 5 dan 50 jawaban." in back.text
    assert back.fields["title"] == "Kesiapan, November"
    asked = back.press("Simpan rancangan", minimum_group="5")
    assert asked.notices == ["Rancangan tersimpan. Pilih sekarang siapa yang ditanya."]
    asked = asked.press("Tambah penjawab", kind="subtree", unit_id=str(unit.id))
    assert "12 orang" in asked.text
    opened = visit(changer).open("/survei/gelombang").link("Kesiapan, November").press("Buka gelombang")
    assert opened.notices == ["Gelombang sedang dibuka. Undangan menyusul."]
    worker.work_off()
    mails = db.session.execute(select(Mail).where(Mail.kind == "survey_open")).scalars().all()
    assert len({one.employee_id for one in mails}) == 12
    assert all("sealed_link" in one.facts for one in mails)
    assert "Berapa orang sudah menjawab baru terlihat setelah ditutup" in visit(changer).open(opened.path).text


def test_the_home_page_and_the_own_list_lead_to_the_form(visit, unit, crowd):
    open_wave(unit)
    home = visit(crowd[0]).open("reports.show_home")
    assert home.link("Isi survei").heading == "Kesiapan penggabungan bidang"
    own = visit(crowd[0]).open("surveys.list_own")
    form = own.link("Isi survei")
    assert form.heading == "Kesiapan penggabungan bidang"
    told = visit(crowd[0]).open("notifications.list_notices")
    assert "menunggu jawaban Anda" in told.text


def test_the_own_list_tells_what_was_filled_in(visit, unit, crowd):
    wave = open_wave(unit)
    answer(wave, crowd[0])
    for _person in crowd[:2]:
        assert visit(crowd[0]).open("surveys.list_own").all("main .rows .badge") == ["Sudah Anda isi"]
    assert visit(crowd[1]).open("surveys.list_own").links["Isi survei"].startswith("/survei/")


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("unit", 3), ("subtree", 7), ("tier", 1), ("position", 3), ("initiative", 7), ("person", 1)],
)
def test_every_kind_of_line_names_whom_it_says(unit, kind, asked):
    below = make_unit("Bidang Layanan", parent=unit)
    own, lower = make_crowd(unit, 3), make_crowd(below, 4)
    head = make_position("Kepala", unit=make_unit("Dinas Lain"), tier=PositionTier.JPT_PRATAMA)
    make_employee("Kepala Lain", position_id=head.id)
    initiative = make_initiative(unit)
    named = {
        "unit": Named(PopulationKind.UNIT, unit_id=unit.id),
        "subtree": Named(PopulationKind.SUBTREE, unit_id=unit.id),
        "tier": Named(PopulationKind.TIER, tier=PositionTier.JPT_PRATAMA.value),
        "position": Named(PopulationKind.POSITION, position_id=own[0].position_id),
        "initiative": Named(PopulationKind.INITIATIVE, initiative_id=initiative.id),
        "person": Named(PopulationKind.PERSON, employee_id=lower[0].employee_id),
    }[kind]
    wave = make_wave(unit, named=(named,))
    day = dates.local(now()).date()
    assert sum(wave_queries.counts_by_path(wave.id, day).values()) == asked
    waves.add_line(wave, Named(PopulationKind.SUBTREE, unit_id=unit.id), is_left_out=True, by=SYSTEM)
    db.session.commit()
    assert sum(wave_queries.counts_by_path(wave.id, day).values()) == (asked if kind == "tier" else 0)


def test_somebody_without_a_post_is_asked_although_a_unit_is_left_out(unit):
    loose = Employee(nip="199001012015011001", name="Tanpa Jabatan", kind="pns", email="")
    db.session.add(loose)
    db.session.commit()
    wave = make_wave(unit, named=(Named(PopulationKind.PERSON, employee_id=loose.id),))
    waves.add_line(wave, Named(PopulationKind.SUBTREE, unit_id=unit.id), is_left_out=True, by=SYSTEM)
    db.session.commit()
    assert wave_queries.counts_by_path(wave.id, dates.local(now()).date()) == {"": 1}


def test_a_line_again_only_changes_what_it_does(unit, crowd):
    wave = make_wave(unit)
    line = wave_queries.rules_of(wave.id)[0]
    again = waves.add_line(wave, Named(PopulationKind.SUBTREE, unit_id=unit.id), is_left_out=True, by=SYSTEM)
    assert (again.id, again.is_left_out) == (line.id, True)


def test_lists_ask_as_many_statements_for_three_rows_as_for_one(visit, unit, changer, queries):
    counts = []
    for lines in (1, 3):
        units = [make_unit(f"Bidang {lines}.{number}", parent=unit) for number in range(lines)]
        for one in units:
            make_crowd(one, 1)
        wave = make_wave(unit, named=[Named(PopulationKind.UNIT, unit_id=one.id) for one in units])
        page = visit(changer)
        page.open("surveys.show_population", wave_id=wave.id)
        with queries() as asked:
            found = page.open("surveys.show_population", wave_id=wave.id)
        assert len(found.all("section[aria-labelledby=aturan] tbody tr")) == lines
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_the_list_of_waves_asks_as_many_statements_for_three_as_for_one(visit, unit, changer, queries, crowd):
    counts = []
    for waves_there in (1, 3):
        while len(visit(changer).open("surveys.list_waves").all("#results .rows li")) < waves_there:
            make_wave(unit)
        with queries() as asked:
            visit(changer).open("surveys.list_waves")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_groups_and_their_names_are_frozen(unit):
    big, small = make_unit("Bidang Besar", parent=unit), make_unit("Bidang Kecil", parent=unit)
    make_crowd(big, 14), make_crowd(small, 4), make_crowd(unit, 7)
    wave = open_wave(unit)
    groups = {one.name: one.targeted for one in wave_queries.groups_of(wave.id)}
    assert groups == {"Bidang Besar": 14, "Dinas Kearsipan": 11}
    assert wave.targeted == 25
    late = make_crowd(big, 1)
    asked = db.session.execute(select(SurveyParticipation.employee_id)).scalars().all()
    assert late[0].employee_id not in asked


def test_too_few_cannot_be_asked_without_names_but_by_name(unit):
    make_crowd(unit, 9)
    with pytest.raises(TooFew, match="paling sedikit 10 penjawab; sekarang 9"):
        opening.request(make_wave(unit), by=SYSTEM)
    db.session.rollback()
    assert open_wave(unit, mode=WaveMode.NAMED).targeted == 9


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"closes_at": None}, "kapan survei ditutup"),
        ({"closes_at": now() - timedelta(days=1)}, "sudah lewat"),
        ({"closes_at": now() + timedelta(days=200)}, "paling lama 92 hari"),
        ({"version_ids": ()}, "Pilih dulu instrumennya"),
    ],
)
def test_what_is_missing_is_said(unit, crowd, different, words):
    wave = make_wave(unit, **different)
    with pytest.raises(NotNow, match=words):
        opening.request(wave, by=SYSTEM)


def test_a_wave_for_nobody_is_refused(visit, unit, changer):
    wave = make_wave(unit)
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert "Belum ada yang ditanya" in page.press("Buka gelombang", expect=409).text


def test_what_is_open_cannot_be_changed_any_more(visit, unit, changer, crowd):
    wave = make_wave(unit)
    form = visit(changer).open("surveys.show_wave_form", wave_id=wave.id)
    population = visit(changer).open("surveys.show_population", wave_id=wave.id)
    opening.request(wave, by=SYSTEM)
    db.session.commit()
    assert "sudah dibuka" in form.press("Simpan", expect=409, title="Judul lain").text
    assert "sudah dibuka" in form.press("Simpan", expect=409, title="").text
    assert "sudah dibuka" in population.press("Hapus", expect=409).text
    assert "sudah dibuka" in population.press("Tambah penjawab", expect=409, kind="unit", unit_id="").text
    assert "sedang dibuka" in visit(changer).post("surveys.create_opening", wave_id=wave.id).text
    worker.work_off()
    assert "sudah pernah dibuka" in visit(changer).post("surveys.create_opening", wave_id=wave.id).text
    assert wave_queries.by_id(wave.id).title == "Kesiapan penggabungan bidang"


def test_two_people_changing_a_draft_do_not_overwrite_each_other(visit, unit, changer, crowd):
    wave = make_wave(unit)
    form = visit(changer).open("surveys.show_wave_form", wave_id=wave.id)
    form.press("Simpan", title="Pertama")
    late = form.press("Simpan", expect=409, title="Kedua")
    assert late.fields["title"] == "Kedua"
    db.session.expire_all()
    assert wave_queries.by_id(wave.id).title == "Pertama"


def test_reminders_go_to_the_silent_alone_and_nobody_learns_to_whom(visit, unit, changer, crowd):
    wave = open_wave(unit)
    answer(wave, crowd[0])
    longer_ago(wave)
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert page.press("Ingatkan yang belum mengisi").notices == ["Yang belum mengisi sedang diingatkan."]
    worker.work_off()
    told = set(db.session.execute(select(Notice.employee_id).where(Notice.kind == "survey_reminder")).scalars())
    assert told == {one.employee_id for one in crowd[1:]}
    job = db.session.execute(select(Job).where(Job.kind == telling.REMIND)).scalar_one()
    assert (job.message, job.total) == ("Yang belum mengisi sudah diingatkan.", 1)
    trail = db.session.execute(select(AuditEntry).where(AuditEntry.action == "surveys.wave.reminded")).scalar_one()
    assert trail.details == {}
    outbox = visit(make_employee("Oki", roles=[Role.ADMINISTRATOR])).open("notifications.list_mails")
    written = select(func.count(Mail.id)).where(Mail.subject == "Pengingat survei: Kesiapan penggabungan bidang")
    assert db.session.execute(written).scalar_one() == 11
    assert "Pengingat survei: Kesiapan" not in outbox.text
    assert "Survei menunggu jawaban Anda: Kesiapan" in outbox.text


def test_after_closing_nothing_tells_any_longer_who_was_reminded(unit, crowd):
    """Whoever gets a copy of the database then learns neither who was silent when, nor how many were (security N7)."""
    wave, other = longer_ago(open_wave(unit)), longer_ago(open_wave(unit, title="Yang masih terbuka"))
    for one in (wave, other):
        telling.remind_now(one, by=SYSTEM)
    db.session.commit()
    worker.work_off()
    assert reminders_of(wave) == reminders_of(other) == (12, 12)
    close_wave(wave)
    assert (reminders_of(wave), reminders_of(other)) == ((0, 0), (12, 12))
    assert db.session.execute(select(func.count(Mail.id)).where(Mail.kind == "survey_open")).scalar_one() == 24


def reminders_of(wave):
    """How many letters and how many notices remind of a wave."""
    letters = select(func.count(Mail.id)).where(Mail.key.startswith(f"survey_reminder:{wave.id}:"))
    notices = select(func.count(Notice.id)).where(
        Notice.kind == "survey_reminder", Notice.path == telling.own_path(wave.id, "-1")
    )
    return tuple(db.session.execute(one).scalar_one() for one in (letters, notices))


def test_a_storm_of_reminders_is_refused(unit, crowd):
    wave = open_wave(unit)
    with pytest.raises(TooOften, match="belum 2 hari"):
        telling.remind_now(wave, by=SYSTEM)
    for _time in range(3):
        telling.remind_now(longer_ago(wave), by=SYSTEM)
        db.session.commit()
        with pytest.raises(TooOften):
            telling.remind_now(wave_queries.by_id(wave.id), by=SYSTEM)
        db.session.rollback()
    with pytest.raises(TooOften, match="Sudah 3 kali"):
        telling.remind_now(longer_ago(wave), by=SYSTEM)


def test_the_worker_reminds_once_when_the_end_is_near(unit, crowd):
    wave = open_wave(unit)
    longer_ago(wave)
    worker.see_to("surveys.remind")
    assert wave_queries.by_id(wave.id).reminders == 0
    db.session.get_one(SurveyWave, wave.id).closes_at = now() + timedelta(days=1)
    db.session.commit()
    for _time in range(2):
        worker.see_to("surveys.remind")
        worker.work_off()
        db.session.expire_all()
    assert wave_queries.by_id(wave.id).reminders == 1
    assert db.session.execute(select(func.count(Notice.id)).where(Notice.kind == "survey_reminder")).scalar_one() == 12


def test_inviting_again_tells_nobody_twice(unit, crowd):
    wave = open_wave(unit)
    telling.invite({"wave_id": wave.id}, lambda _done, _total: None)
    assert db.session.execute(select(func.count(Notice.id)).where(Notice.kind == "survey_open")).scalar_one() == 12


def test_closing_twice_is_closing_once_and_it_is_not_opened_again(visit, unit, changer, crowd):
    wave = open_wave(unit)
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    page.press("Tutup sekarang")
    assert visit(changer).post("surveys.create_closing", wave_id=wave.id).status_code == 303
    worker.work_off()
    assert page.press("Tutup sekarang").notices[-1] == "Gelombang ini sudah ditutup sebelumnya."
    closed = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert "tidak bisa dibuka lagi" in closed.text
    refused = visit(changer).post("surveys.create_reopening", wave_id=wave.id)
    assert refused.status_code == 409
    assert "bisa ditebak siapa penulisnya" in refused.text
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("surveys.wave.clos%")))
    assert sorted(actions.scalars()) == ["surveys.wave.closed", "surveys.wave.closing"]


def test_a_draft_is_not_closed(unit):
    with pytest.raises(NotNow, match="belum dibuka"):
        closing.request(make_wave(unit), by=SYSTEM)


@pytest.mark.parametrize("step", ["create_reminder", "create_slips"])
def test_what_waits_for_the_opening_says_that_it_is_not_open_yet(visit, unit, changer, crowd, step):
    refused = visit(changer).post(f"surveys.{step}", wave_id=make_wave(unit).id)
    assert refused.status_code == 409
    assert "belum dibuka" in refused.text
    assert "sudah ditutup" not in refused.text


def test_time_over_closes_by_itself(unit, crowd):
    wave = open_wave(unit)
    db.session.get_one(SurveyWave, wave.id).closes_at = now() - timedelta(minutes=1)
    db.session.commit()
    worker.see_to("surveys.close_due")
    worker.work_off()
    db.session.expire_all()
    assert wave_queries.by_id(wave.id).status == WaveStatus.CLOSED


def test_rates_come_only_after_closing(visit, unit, changer, crowd):
    wave = open_wave(unit)
    for one in crowd[:6]:
        answer(wave, one)
    open_page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert not open_page.has("section[aria-labelledby=keikutsertaan]")
    assert wave_queries.rates_of(wave.id) == []
    close_wave(wave)
    shown = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert shown.all("section[aria-labelledby=keikutsertaan] tbody tr") == ["Dinas Kearsipan 12 6 50%"]


def test_nobody_but_those_who_run_waves_opens_them(visit, unit, crowd, sari, joko):
    wave = open_wave(unit)
    assert visit(crowd[0]).open("surveys.show_wave", wave_id=wave.id, expect=403)
    assert visit(joko).open("surveys.show_wave", wave_id=wave.id, expect=403)
    assert db.session.execute(select(func.count(SurveyGroup.id))).scalar_one() == 1


# --- opened by the worker -------------------------------------------------------------------------------------


class Killed(BaseException):
    """What no handler catches, as when the process is gone."""


def asked_in(wave):
    db.session.rollback()
    statement = select(func.count(SurveyParticipation.employee_id)).where(SurveyParticipation.wave_id == wave.id)
    return db.session.execute(statement).scalar_one()


def test_the_page_says_that_it_is_being_opened_and_then_how_many_are_asked(visit, unit, changer, crowd):
    wave = make_wave(unit)
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id).press("Buka gelombang")
    assert "Membuka gelombang" in page.text
    assert "Sedang dibuka" in page.text
    assert asked_in(wave) == 0
    assert "sedang dibuka" in visit(changer).post("surveys.create_closing", wave_id=wave.id).text
    worker.work_off()
    assert "12 orang ditanya" in visit(changer).open("surveys.show_wave", wave_id=wave.id).text
    done = db.session.execute(select(Job).where(Job.kind == opening.KIND)).scalar_one()
    assert (done.message, done.progress) == ("12 orang ditanya. Undangan sedang dikirim.", 12)


@pytest.mark.parametrize("step", ["_groups", "_freeze", "_taken"])
def test_an_opening_killed_at_any_step_leaves_nobody_asked_and_begins_anew(unit, crowd, monkeypatch, step):
    make_crowd(unit, 3)
    wave = make_wave(unit)
    opening.request(wave, by=SYSTEM)
    db.session.commit()

    def die(*_given, **_more):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(opening, step, die)
        with pytest.raises(Killed):
            opening.open_({"wave_id": wave.id}, lambda _done, _total: db.session.commit())
    assert asked_in(wave) == 0
    assert db.session.execute(select(func.count(SurveyGroup.id))).scalar_one() == 0
    assert wave_queries.by_id(wave.id).status == WaveStatus.OPENING
    for _time in range(2):
        opening.open_({"wave_id": wave.id}, lambda _done, _total: db.session.commit())
        db.session.commit()
    assert asked_in(wave) == 15
    assert db.session.execute(select(func.count(SurveyGroup.id))).scalar_one() == 1
    assert wave_queries.by_id(wave.id).status == WaveStatus.OPEN


def test_what_changed_before_the_worker_came_puts_the_draft_back_and_says_why(visit, unit, changer, crowd):
    wave = make_wave(unit)
    opening.request(wave, by=SYSTEM)
    gone = [one.employee_id for one in crowd[:5]]
    db.session.execute(update(Employee).where(Employee.id.in_(gone)).values(active=False))
    db.session.commit()
    worker.work_off()
    page = visit(changer).open("surveys.show_wave", wave_id=wave.id)
    assert "Gelombang belum bisa dibuka" in page.text
    assert "paling sedikit 10 penjawab; sekarang 7" in page.text
    assert asked_in(wave) == 0
    db.session.execute(update(Employee).where(Employee.id.in_(gone)).values(active=True))
    db.session.commit()
    page.press("Buka gelombang")
    worker.work_off()
    assert asked_in(wave) == 12
