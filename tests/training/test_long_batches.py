"""A batch with a hall full of people: its pages come so many at a time, leave nobody out, and count everybody."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.attendance.models import Attendance, AttendanceStatus
from app.base.clock import now
from app.base.database import db
from app.organisation.models import Employee
from app.training import foresight, rules
from app.training.models import BatchNominee, BatchStatus, Enrolment, EnrolmentStatus, SeatHold
from app.training.queries import enrolments, outlooks, rosters
from app.training.services import closing
from app.training.views import closing as page_of_batch
from app.training.views import exams as page_of_tests
from app.training.views import lines as page_of_line
from app.training.views import outlook as page_before_closing
from tests.support.builders import make_batch, make_employee, make_nip, make_programme, make_unit, meetings_of, page_of
from tests.support.html import attribute

S = EnrolmentStatus
once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _three_on_a_page(monkeypatch):
    monkeypatch.setattr(page_of_batch, "PEOPLE_SHOWN", 3)
    monkeypatch.setattr(page_before_closing, "PAGE_SIZE", 3)
    monkeypatch.setattr(page_of_line, "PAGE_SIZE", 3)
    monkeypatch.setattr(page_of_tests, "PAGE_SIZE", 3)
    monkeypatch.setattr(rosters, "PIECE", 3)


def crowd(batch, count, *, status=S.CONFIRMED, word="Amir"):
    """People by number, in the batch."""
    people = [
        Employee(nip=make_nip(), name=f"Warga {word} {one:02d}", kind="pns", rank="III/a", email="")
        for one in range(1, count + 1)
    ]
    db.session.add_all(people)
    db.session.flush()
    at = now() - timedelta(days=20)
    db.session.add_all(
        Enrolment(
            batch_id=batch.id,
            employee_id=person.id,
            status=status,
            requested_at=at,
            queued_at=at + timedelta(minutes=number // 2) if status == S.WAITLISTED else None,
        )
        for number, person in enumerate(people)
    )
    db.session.commit()
    return people


def mark(meeting, person, status):
    db.session.add(
        Attendance(meeting_id=meeting.id, employee_id=person.id, status=status, method="list", at=meeting.starts_at)
    )


def walk(page, selector):
    """What stands in every page of a list, from this one on."""
    found = []
    while True:
        found += page.all(selector)
        if "Berikutnya" not in page.links:
            return found
        page = page.link("Berikutnya")


def walk_section(page, heading):
    """The same where several lists of a page have pages of their own."""
    found, section = [], f'section[aria-labelledby="{heading}"]'
    while True:
        found += page.all(f"{section} tbody th")
        onwards = page.tree.query(f'{section} a[rel="next"]')
        if not onwards:
            return found
        page = page.browser.open(attribute(onwards[0], "href"))


def names(people):
    return [one.name for one in people]


@once
def test_participants_come_a_page_at_a_time_and_are_searched(visit, sari):
    batch = make_batch()
    people = crowd(batch, 8)
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert len(page.all("#participants tbody th")) == 3
    assert walk(page, "#participants tbody th") == names(people)
    found = visit(sari).open("training.show_managed", batch_id=batch.id, cari="warga 07")
    assert found.all("#participants tbody th") == ["Warga Amir 07"]
    nobody = visit(sari).open("training.show_managed", batch_id=batch.id, cari="arga")
    assert "Tidak ada peserta yang cocok." in nobody.text


@once
@pytest.mark.parametrize("after", ["", "x", "~", "warga~x", "2026-01-01T08:00:00~1", "~" + "9" * 30])
def test_an_address_nobody_gave_out_begins_at_the_beginning(visit, sari, after):
    batch = make_batch()
    people = crowd(batch, 4)
    queued = crowd(batch, 4, status=S.WAITLISTED, word="Citra")
    asked = {"sesudah": after, "tunggu": after, "calon": after}
    lists = {"sesudah": after, "ditawari": after, "pesanan": after, "usulan": after}
    page = visit(sari).open("training.show_managed", batch_id=batch.id, **asked)
    assert page.all("#participants tbody th") == names(people[:3])
    line = visit(sari).open("training.show_line", batch_id=batch.id, **lists)
    assert line.all("#waiting tbody th") == names(queued[:3])
    first = visit(sari).open("training.show_closing", batch_id=batch.id, setelah=after)
    assert len(first.all("#outlooks tbody th")) == 3


@once
def test_scores_of_the_second_page_stay_there_and_touch_no_other(visit, sari):
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-2)
    people = crowd(batch, 5)
    second = visit(sari).open("training.show_managed", batch_id=batch.id).link("Berikutnya")
    fields = [name for name in second.fields if name.startswith("nilai-")]
    assert len(fields) == 2
    wrong = second.press("Simpan nilai", **{fields[0]: "seratus", fields[1]: "90"}, expect=422)
    assert wrong.all("#participants tbody th") == names(people[3:])
    assert wrong.fields[fields[0]] == "seratus"
    saved = second.press("Simpan nilai", **{fields[0]: "80,5", fields[1]: "90"})
    assert saved.notices == ["Tersimpan. 2 nilai berubah."]
    assert [saved.fields[name] for name in fields] == ["80,5", "90"]
    kept = db.session.execute(select(Enrolment.score).order_by(Enrolment.employee_id)).scalars().all()
    assert kept == [None, None, None, Decimal("80.5"), Decimal(90)]


@pytest.mark.parametrize("count", [1, 3, 8])
def test_every_list_beside_a_line_comes_a_page_at_a_time(visit, sari, rina, queries, count):
    batch, at = make_batch(seats=90), now()
    offered = crowd(batch, count, status=S.OFFERED, word="Bima")
    named = crowd(batch, count, status=S.CONFIRMED, word="Citra")
    for number, person in enumerate(offered):
        one = enrolments.of_employee(batch.id, person.id)
        one.offer_expires_at = at + timedelta(hours=number // 2)  # two of them end at the same moment
    for person in named:
        enrolments.of_employee(batch.id, person.id).nominated_by = rina.employee_id
    unit = make_unit()
    db.session.add_all(
        SeatHold(
            batch_id=batch.id,
            superior_id=person.id,
            unit_id=unit.id,
            seats=1,
            expires_at=at + timedelta(hours=number // 2),
        )
        for number, person in enumerate(named)
    )
    db.session.commit()
    page = visit(sari).open("training.show_line", batch_id=batch.id)
    for heading, people in (("ditawari", offered), ("pesanan", named), ("usulan", named)):
        assert walk_section(page, heading) == names(people), heading
    with queries() as asked:
        visit(sari).open("training.show_line", batch_id=batch.id)
    assert len(asked) <= 9


def test_who_waits_and_whom_a_plan_named_come_a_page_at_a_time(visit, sari):
    batch = make_batch(status=BatchStatus.DRAFT)
    queued = crowd(batch, 7, status=S.WAITLISTED)
    named = [make_employee(f"Calon {one}") for one in range(1, 6)]
    db.session.add_all(BatchNominee(batch_id=batch.id, employee_id=one.employee_id) for one in named)
    db.session.commit()
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert "7 orang menunggu." in page.text
    assert "5 orang dicalonkan rencana pengembangan." in page.text
    waiting, after = [], None
    while some := rosters.waiting(batch.id, after=after, limit=3):
        waiting += [row.name for row in some]
        after = (some[-1].queued_at, some[-1].id)
    assert waiting == names(queued)
    onwards = [attribute(one, "href").partition("#")[0] for one in page.tree.query('a[rel="next"]')]
    assert len(onwards) == 2
    more_named, more_queued = (visit(sari).open(one).text for one in onwards)
    assert all(one.name in more_named for one in named[3:])
    assert "5 orang dicalonkan" in more_named
    assert all(one in more_queued for one in names(queued[3:6]))


def scene():
    """Everything that can be noted about somebody, once each: marks, score, assignment."""
    programme = make_programme(min_score="70", min_attendance=60)
    programme.needs_assignment = True
    batch = make_batch(programme=programme, meetings=3, starts_in_days=-5)
    meetings = meetings_of(batch)
    kinds = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT, None)
    people = crowd(batch, 40)
    rows = {row.employee_id: row for row in db.session.execute(select(Enrolment)).scalars()}
    for number, person in enumerate(people):
        for place, meeting in enumerate(meetings):
            status = kinds[(number + place * (1 + number // 5)) % len(kinds)]
            if status is not None:
                mark(meeting, person, status)
        rows[person.id].score = (None, Decimal(69), Decimal(70), Decimal(95))[number % 4]
        rows[person.id].assignment_done = number % 3 != 0
    db.session.commit()
    return batch


def test_what_is_counted_in_the_database_is_what_the_rule_says_of_each(bungo):
    batch = scene()
    page = page_of(batch)
    told = list(closing.outlooks(page))
    assert [one.name for one in told] == [f"Warga Amir {one:02d}" for one in range(1, 41)]
    passed = sum(one.status == S.PASSED for one in told)
    assert 0 < passed < len(told)
    assert outlooks.passing(page, 3) == (passed, len(told))
    assert closing.unmarked(batch.id) == sum(block.where == "sheet" for one in told for block in one.blocks) > 0
    assert closing.unscored(page) == sum(block.where == "scores" for one in told for block in one.blocks) > 0
    assert rosters.without_assignment(batch.id) == 14


@once
def test_before_closing_everybody_is_counted_and_a_page_is_shown(visit, sari):
    batch = scene()
    told = list(closing.outlooks(page_of(batch)))
    page = visit(sari).open("training.show_closing", batch_id=batch.id)
    assert f"Semua {len(told)}" in page.text
    assert len(page.all("#outlooks tbody th")) == 3
    held = visit(sari).open("training.show_closing", batch_id=batch.id, hasil=foresight.HELD)
    shown = [one.partition(" Tertahan")[0] for one in walk(held, "#outlooks tbody th")]
    assert shown == [one.name for one in told if one.kind == foresight.HELD]


def test_the_file_of_who_was_there_has_everybody_once(visit, sari):
    batch = scene()
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    lines = page.form("CSV kehadiran").send().data.decode("utf-8-sig").splitlines()
    sheet = page.form("Unduh kehadiran XLSX").send().data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert len(lines) == len(rows) == 41
    assert [row[0] for row in rows[1:]] == [line.partition(";")[0] for line in lines[1:]]
    assert len({row[1] for row in rows[1:]}) == 40
    told = {one.name: one for one in closing.outlooks(page_of(batch))}
    assert [Decimal(str(row[-1])) for row in rows[1:]] == [told[row[0]].share for row in rows[1:]]


@once
def test_pages_ask_the_same_for_one_three_and_thirty(visit, sari, queries, monkeypatch):
    monkeypatch.setattr(rosters, "PIECE", 500)
    batch = make_batch(programme=make_programme(min_score="70"), meetings=2, starts_in_days=-5)
    counts = []
    for more in (1, 2, 27):
        crowd(batch, more, word=f"Putaran {more}")
        crowd(batch, more, status=S.WAITLISTED, word=f"Menunggu {more}")
        asked = []
        for endpoint in ("training.show_managed", "training.show_closing"):
            visit(sari).open(endpoint, batch_id=batch.id)
            with queries() as sent:
                visit(sari).open(endpoint, batch_id=batch.id)
            asked.append(len(sent))
        counts.append(asked)
    assert counts[0] == counts[1] == counts[2]


def test_the_rule_and_the_count_agree_on_a_share_that_only_just_suffices(bungo):
    """67% of three meetings are three of them; 66% are two."""
    for minimum, passes in ((67, 0), (66, 1)):
        batch = make_batch(programme=make_programme(min_attendance=minimum), meetings=3, starts_in_days=-5)
        [person] = crowd(batch, 1, word=f"Pas {minimum}")
        for meeting in meetings_of(batch)[:2]:
            mark(meeting, person, AttendanceStatus.PRESENT)
        db.session.commit()
        page = page_of(batch)
        said = rules.result_of(page.programme, [AttendanceStatus.PRESENT] * 2 + [None], 3, None)
        assert outlooks.passing(page, 3) == (passes, 1)
        assert (said.status == S.PASSED) == bool(passes)


def test_the_line_keeps_its_ranks_from_page_to_page(visit, sari):
    batch = make_batch()
    queued = crowd(batch, 8, status=S.WAITLISTED)
    page = visit(sari).open("training.show_line", batch_id=batch.id)
    assert walk(page, "#waiting tbody td.num") == [str(rank) for rank in range(1, 9)]
    assert walk(page, "#waiting tbody th") == names(queued)


@once
def test_what_was_learnt_comes_a_page_at_a_time(visit, sari):
    batch = make_batch()
    people = crowd(batch, 7)
    page = visit(sari).open("training.show_gain", batch_id=batch.id)
    assert walk(page, "main tbody th") == names(people)


@once
def test_a_part_of_the_page_is_what_was_asked_for(visit, sari):
    batch = make_batch()
    crowd(batch, 5)
    crowd(batch, 5, status=S.WAITLISTED, word="Citra")
    parts = [
        ("training.show_managed", {"cari": "warga"}, "participants"),
        ("training.show_managed", {"cari": ""}, "participants"),
        ("training.show_managed", {}, "closing"),
        ("training.show_closing", {}, "outlooks"),
        ("training.show_line", {}, "waiting"),
    ]
    for endpoint, asked, part in parts:
        assert visit(sari).fragment(endpoint, batch_id=batch.id, **asked).ids[0] == part
