"""A room or a trainer wanted twice is said before anything is written; a warning, no refusal."""

from datetime import timedelta

import pytest

from app.base import wording
from app.base.database import db
from app.training.models import BatchStatus
from tests.support.builders import at_local, make_batch, make_meeting, make_programme, meetings_of

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def draft(bungo):
    """A fortnight without meetings yet, in a hall of its own and with a trainer of its own."""
    batch = make_batch(
        meetings=0, status=BatchStatus.DRAFT, starts_in_days=20, place="Ruang Melati", trainer="Ratna Dewi, M.Pd."
    )
    batch.ends_on = batch.starts_on + timedelta(days=13)
    db.session.commit()
    return batch


def other_batch(draft, days, *, hour=8, **different):
    """A batch of another programme with one meeting, so many days after the draft begins."""
    other = make_batch(programme=make_programme("Arsip"), meetings=0, starts_in_days=20 + days, **different)
    make_meeting(other, at_local(draft.starts_on + timedelta(days=days), hour), hours=2)
    return other


def look(visit, sari, draft, **typed):
    every_day = {"weekdays": [str(day) for day in range(7)], "begins": "08:00", "ends": "10:00"}
    return visit(sari).open("training.show_pattern", batch_id=draft.id).press("Lihat hasilnya", **every_day | typed)


def test_a_pattern_says_meeting_by_meeting_who_else_is_there(visit, sari, draft):
    in_the_room = other_batch(draft, 1, place="RUANG MELATI", trainer="Orang lain")
    by_the_trainer = other_batch(draft, 3, place="Gedung Baru", trainer="Ratna dewi, M.Pd.")
    other_batch(draft, 5, place="Ruang Melati", trainer="", hour=10)  # begins as ours ends
    other_batch(draft, 6, place="Ruang Melati", trainer="", status=BatchStatus.CANCELLED)
    page = look(visit, sari, draft, trainer="")
    when = [wording.moment(meetings_of(one)[0].starts_at, "Asia/Jakarta") for one in (in_the_room, by_the_trainer)]
    assert page.all(".clash") == [
        f"Ruang Melati dipakai juga oleh Arsip, Angkatan {in_the_room.number} mulai {when[0]}.",
        f"Ratna Dewi, M.Pd. mengajar juga di Arsip, Angkatan {by_the_trainer.number} mulai {when[1]} di Gedung Baru.",
    ]
    rows = page.all("tbody tr")
    assert [number for number, row in enumerate(rows) if "Arsip" in row] == [1, 3]
    assert "2 pertemuan bertabrakan ruang atau pengajarnya" in page.text
    assert page.press(f"Simpan {len(rows)} pertemuan").notices == [f"{len(rows)} pertemuan ditambahkan."]
    shown = visit(sari).open("training.show_schedule", batch_id=draft.id)
    assert shown.all(".clash") == page.all(".clash")


@once
def test_what_is_typed_into_the_pattern_counts(visit, sari, draft):
    other_batch(draft, 1, place="Ruang Melati", trainer="Orang lain")
    assert len(look(visit, sari, draft).all(".clash")) == 1
    assert look(visit, sari, draft, place="Ruang Mawar").all(".clash") == []
    assert look(visit, sari, draft, online_url="https://rapat.penata.example/a").all(".clash") == []
    assert look(visit, sari, draft, begins="10:00", ends="12:00").all(".clash") == []
    taught = look(visit, sari, draft, place="Ruang Mawar", trainer="orang LAIN")
    assert len(taught.all(".clash")) == 1


@once
def test_a_meeting_that_is_there_already_is_no_clash_with_itself(visit, sari, draft):
    page = look(visit, sari, draft)
    page.press(f"Simpan {len(page.all('tbody tr'))} pertemuan")
    again = look(visit, sari, draft)
    assert again.all(".clash") == []
    assert "Tidak ada pertemuan baru" in again.text


@once
def test_a_long_pattern_asks_no_more_than_a_short_one(visit, sari, draft, queries):
    asked = []
    for days in (0, 2, 13):
        other_batch(draft, days, place="Ruang Melati", trainer="")
        last = (draft.starts_on + timedelta(days=days)).isoformat()
        look(visit, sari, draft, last=last)
        with queries() as sent:
            look(visit, sari, draft, last=last)
        asked.append(len(sent))
    assert asked[0] == asked[1] == asked[2]


def test_two_years_of_days_are_one_question(visit, sari, draft):
    draft.ends_on = draft.starts_on + timedelta(days=729)
    db.session.commit()
    other = other_batch(draft, 700, place="Ruang Melati", trainer="")
    page = look(visit, sari, draft, last=draft.ends_on.isoformat())
    assert len(page.all("tbody tr")) == 730
    assert [f"Angkatan {other.number}" in one for one in page.all(".clash")] == [True]
