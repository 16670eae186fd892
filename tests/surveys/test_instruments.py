"""Instruments in their versions: taken over, written, frozen, redrafted, compared."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.surveys import reference
from app.surveys.instrument_facts import InstrumentFacts, ItemFacts
from app.surveys.models import (
    Direction,
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    SurveyWave,
    VersionStatus,
    WaveInstrument,
    WaveStatus,
)
from app.surveys.queries import instruments as queries
from app.surveys.rules import comparison
from app.surveys.rules.comparison import Likeness
from app.surveys.rules.instruments import NotNow
from app.surveys.services import drafts, instruments
from tests.support.builders import make_unit
from tests.support.instruments import AGREE, add_item, make_draft, make_instrument, page_of
from tests.support.parallel import together


def actions() -> list[str]:
    rows = db.session.execute(select(AuditEntry.action).order_by(AuditEntry.id)).scalars()
    return [one for one in rows if one.startswith("surveys.")]


def ask_in_wave(version_id: int, status: WaveStatus = WaveStatus.DRAFT) -> SurveyWave:
    wave = SurveyWave(unit_id=make_unit().id, title="Gelombang 1", status=status)
    db.session.add(wave)
    db.session.flush()
    db.session.add(WaveInstrument(wave_id=wave.id, version_id=version_id, sort_order=1))
    db.session.commit()
    return wave


# --- taken over ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(reference.shipped()))
def test_a_shipped_instrument_is_taken_over_as_it_ships(bungo, code):
    version = instruments.take_over(code, by=SYSTEM)
    db.session.commit()
    page, shipped = queries.version_page(version.id), reference.shipped()[code]
    assert (page.version.number, page.version.status) == (1, VersionStatus.PUBLISHED)
    assert page.version.published_at is not None
    assert [(one.code, one.text, one.page) for one in page.items] == [
        (one.code, one.text, one.page) for one in shipped.items
    ]
    assert [one.title for one in page.dimensions] == [one.title for one in shipped.dimensions]
    assert (page.instrument.licence_note, page.instrument.is_trait) == (shipped.licence_note, shipped.is_trait)
    assert actions() == ["surveys.instrument.taken_over"]


def test_it_is_taken_over_once_and_by_each_government_for_itself(bungo, batanghari):
    instruments.take_over("rac15", by=SYSTEM)
    db.session.commit()
    with pytest.raises(NotNow, match="sudah diambil"):
        instruments.take_over("rac15", by=SYSTEM)
    with scope.within(batanghari.id):
        instruments.take_over("rac15", by=SYSTEM)
        db.session.commit()
        assert db.session.execute(select(func.count(Instrument.id))).scalar_one() == 1


def test_an_own_title_gives_way_to_none(bungo):
    make_draft("Kesiapan unit kerja")
    version = instruments.take_over("oric12", by=SYSTEM)
    db.session.commit()
    assert queries.version_page(version.id).instrument.title == "Kesiapan unit kerja (siap pakai)"


def test_two_instruments_do_not_share_a_title(bungo):
    make_draft("Kesiapan tim kerja")
    with pytest.raises(WrongField, match="Sudah ada instrumen dengan judul ini"):
        make_draft("Kesiapan tim kerja")


# --- frozen -------------------------------------------------------------------------------------------


def test_nothing_of_a_published_version_is_changed_by_the_services(bungo):
    page = make_instrument()
    item, seen = page.items[0], page.version.version
    facts = ItemFacts(ItemKind.SCALE, "Lain sama sekali.", AGREE)
    tried = [
        lambda: drafts.describe(page, "Halo", "", seen=seen, by=SYSTEM),
        lambda: drafts.add_dimension(page, "Baru", by=SYSTEM),
        lambda: drafts.rename_dimension(page, page.dimensions[0].id, "Lain", by=SYSTEM),
        lambda: drafts.remove_dimension(page, page.dimensions[0].id, by=SYSTEM),
        lambda: drafts.add_item(page, facts, starts_page=False, seen=seen, by=SYSTEM),
        lambda: drafts.change_item(page, item.id, facts, starts_page=False, is_new_meaning=False, seen=seen, by=SYSTEM),
        lambda: drafts.remove_item(page, item.id, by=SYSTEM),
        lambda: drafts.move_item(page, item.id, is_up=False, by=SYSTEM),
        lambda: drafts.ask_only_if(page, item.id, "", [], by=SYSTEM),
        lambda: instruments.publish(page, by=SYSTEM),
        lambda: instruments.remove_draft(page, by=SYSTEM),
    ]
    for attempt in tried:
        with pytest.raises(NotNow, match="sudah terbit dan tidak berubah lagi"):
            attempt()
        db.session.rollback()


@pytest.mark.parametrize(
    "attempt",
    [
        lambda page: update(InstrumentItem).where(InstrumentItem.id == page.items[0].id).values(text="Diam-diam"),
        lambda page: update(InstrumentItem).where(InstrumentItem.id == page.items[0].id).values(sort_order=99),
        lambda page: delete(InstrumentItem).where(InstrumentItem.id == page.items[0].id),
        lambda page: update(InstrumentDimension).values(title="Diam-diam"),
        lambda page: update(InstrumentVersion).values(introduction="Diam-diam"),
        lambda page: update(InstrumentVersion).values(number=7),
        lambda page: update(InstrumentVersion).values(status=VersionStatus.DRAFT),
        lambda page: delete(InstrumentVersion),
    ],
)
def test_nor_is_it_changed_behind_their_back(bungo, attempt):
    page = make_instrument()
    with pytest.raises(DatabaseError, match="a published instrument does not change"):
        db.session.execute(attempt(page))
    db.session.rollback()


def test_nor_does_anything_come_to_it(bungo):
    page = make_instrument()
    late = InstrumentItem(
        version_id=page.version.id, code="B9", kind=ItemKind.TEXT, text="Menyusul", options=[], sort_order=9
    )
    db.session.add(late)
    with pytest.raises(DatabaseError, match="a published instrument does not change"):
        db.session.flush()
    db.session.rollback()


def test_an_item_is_not_carried_from_a_draft_into_a_published_version(bungo):
    page, draft = make_instrument(), make_draft("Lain")
    item = add_item(draft, ItemKind.TEXT)
    with pytest.raises(DatabaseError, match="a published instrument does not change"):
        db.session.execute(
            update(InstrumentItem).where(InstrumentItem.id == item.id).values(version_id=page.version.id, sort_order=9)
        )
    db.session.rollback()


def test_a_draft_with_a_fault_is_not_published(bungo):
    page = make_draft()
    with pytest.raises(NotNow, match="Perbaiki dulu 1 hal"):
        instruments.publish(page, by=SYSTEM)
    db.session.rollback()
    add_item(page)
    drafts.add_dimension(page_of(page), "Kosong", by=SYSTEM)
    db.session.commit()
    with pytest.raises(NotNow, match="Perbaiki dulu 1 hal"):
        instruments.publish(page_of(page), by=SYSTEM)


# --- writing a draft ----------------------------------------------------------------------------------


def order(page) -> list[tuple[str, int]]:
    return [(one.code, one.page) for one in page_of(page).items]


def test_items_are_moved_by_buttons_across_pages(bungo):
    page = make_draft()
    first, second, third = add_item(page), add_item(page), add_item(page, starts_page=True)
    assert order(page) == [("B1", 1), ("B2", 1), ("B3", 2)]
    drafts.move_item(page_of(page), first.id, is_up=False, by=SYSTEM)
    db.session.commit()
    assert order(page) == [("B2", 1), ("B1", 1), ("B3", 2)]
    drafts.move_item(page_of(page), third.id, is_up=True, by=SYSTEM)
    db.session.commit()
    assert order(page) == [("B2", 1), ("B1", 1), ("B3", 1)]
    drafts.remove_item(page_of(page), second.id, by=SYSTEM)
    db.session.commit()
    assert order(page) == [("B1", 1), ("B3", 1)]


def test_a_code_once_given_does_not_come_back(bungo):
    page = make_draft()
    add_item(page)
    second = add_item(page)
    instruments.publish(page_of(page), by=SYSTEM)
    version = instruments.draft_from(page_of(page), by=SYSTEM)
    db.session.commit()
    fresh = queries.version_page(version.id)
    drafts.remove_item(fresh, fresh.items[1].id, by=SYSTEM)
    db.session.commit()
    assert second.code == "B2"
    assert add_item(fresh).code == "B3"


def test_a_form_filled_in_from_an_older_draft_is_stale(bungo):
    page = make_draft()
    add_item(page)
    facts = ItemFacts(ItemKind.SCALE, "Lain.", AGREE)
    with pytest.raises(StaleVersion):
        drafts.add_item(page_of(page), facts, starts_page=False, seen=page.version.version - 1, by=SYSTEM)


def test_a_dimension_goes_without_its_items(bungo):
    page = make_draft()
    one = drafts.add_dimension(page, "Dukungan", by=SYSTEM)
    item = add_item(page, dimension=one.code)
    assert item.dimension_id == one.id
    with pytest.raises(WrongField, match="Sudah ada dimensi dengan nama ini"):
        drafts.add_dimension(page_of(page), "dukungan", by=SYSTEM)
    db.session.rollback()
    drafts.remove_dimension(page_of(page), one.id, by=SYSTEM)
    db.session.commit()
    db.session.expire_all()
    assert [(found.code, found.dimension_id) for found in page_of(page).items] == [("B1", None)]


def test_an_item_hangs_on_an_answer_of_an_earlier_page_only(bungo):
    page = make_draft()
    first = add_item(page, ItemKind.SINGLE)
    same = add_item(page, ItemKind.TEXT)
    later = add_item(page, ItemKind.TEXT, starts_page=True)
    with pytest.raises(WrongField, match="Pindahkan ke halaman sesudah halaman 1") as refused:
        drafts.ask_only_if(page_of(page), same.id, first.code, [0], by=SYSTEM)
    assert refused.value.field == "places"
    db.session.rollback()
    with pytest.raises(WrongField, match="tidak akan pernah ditanyakan"):
        drafts.ask_only_if(page_of(page), later.id, first.code, [], by=SYSTEM)
    db.session.rollback()
    drafts.ask_only_if(page_of(page), later.id, first.code, [1], by=SYSTEM)
    db.session.commit()
    assert page_of(page).item(later.id).shown_if == {"item": "B1", "any": [1]}
    drafts.ask_only_if(page_of(page), later.id, "", [], by=SYSTEM)
    db.session.commit()
    assert page_of(page).item(later.id).shown_if is None


# --- versions -----------------------------------------------------------------------------------------


def change(page, code: str, text: str, *, is_new_meaning: bool = False) -> None:
    fresh = page_of(page)
    item = next(one for one in fresh.items if one.code == code)
    facts = ItemFacts(ItemKind.SCALE, text, tuple(item.options), fresh.dimensions[0].code)
    seen = fresh.version.version
    drafts.change_item(fresh, item.id, facts, starts_page=False, is_new_meaning=is_new_meaning, seen=seen, by=SYSTEM)
    db.session.commit()


def test_a_new_draft_begins_as_the_version_reads_and_is_compared_with_it(bungo):
    page = make_instrument()
    version = instruments.draft_from(page, by=SYSTEM)
    db.session.commit()
    draft = queries.version_page(version.id)
    assert version.number == 2
    told = [(one.code, one.text, one.options, one.page) for one in draft.items]
    assert told == [(one.code, one.text, one.options, one.page) for one in page.items]
    change(draft, "B1", "Pernyataan 1 mengenai {perubahan}.")
    change(draft, "B2", "Atasan saya mendengar.", is_new_meaning=True)
    pairs = comparison.compare(page.items, page_of(draft).items)
    assert [one.likeness for one in pairs] == [Likeness.REWORDED, Likeness.CHANGED, Likeness.SAME]
    # Taken back, it is the same again.
    change(draft, "B2", "Pernyataan 2 tentang {perubahan}.")
    assert comparison.compare(page.items, page_of(draft).items)[1].likeness == Likeness.SAME


def test_there_is_one_draft_at_a_time(bungo):
    page = make_instrument()
    instruments.draft_from(page, by=SYSTEM)
    db.session.commit()
    with pytest.raises(NotNow, match="sudah punya rancangan"):
        instruments.draft_from(page_of(page), by=SYSTEM)


def test_a_published_version_stays_when_the_next_is_published_and_can_be_retired(bungo):
    page = make_instrument()
    version = instruments.draft_from(page, by=SYSTEM)
    instruments.publish(queries.version_page(version.id), by=SYSTEM)
    instruments.retire(page_of(page), by=SYSTEM)
    db.session.commit()
    assert [(one.number, one.status) for one in queries.versions(page.instrument.id)] == [
        (2, VersionStatus.PUBLISHED),
        (1, VersionStatus.RETIRED),
    ]
    with pytest.raises(NotNow, match="Hanya versi yang terbit"):
        instruments.retire(page_of(page), by=SYSTEM)


@pytest.mark.parametrize("status", [WaveStatus.DRAFT, WaveStatus.OPEN, WaveStatus.CLOSING])
def test_what_a_wave_still_asks_is_neither_retired_nor_archived(bungo, status):
    page = make_instrument()
    ask_in_wave(page.version.id, status)
    with pytest.raises(NotNow, match="masih dipakai gelombang"):
        instruments.retire(page_of(page), by=SYSTEM)
    db.session.rollback()
    with pytest.raises(NotNow, match="masih dipakai gelombang"):
        instruments.archive(page_of(page).instrument, by=SYSTEM)


def test_what_a_closed_wave_asked_may_be_retired(bungo):
    page = make_instrument()
    ask_in_wave(page.version.id, WaveStatus.CLOSED)
    instruments.retire(page_of(page), by=SYSTEM)
    db.session.commit()
    assert page_of(page).version.status == VersionStatus.RETIRED


def test_an_archived_instrument_comes_back(bungo):
    page = make_instrument()
    instruments.archive(page.instrument, by=SYSTEM)
    db.session.commit()
    with pytest.raises(NotNow, match="diarsipkan"):
        instruments.draft_from(page_of(page), by=SYSTEM)
    db.session.rollback()
    instruments.restore(page_of(page).instrument, by=SYSTEM)
    db.session.commit()
    assert not page_of(page).instrument.is_archived
    assert actions()[-2:] == ["surveys.instrument.archived", "surveys.instrument.restored"]


def test_a_draft_is_thrown_away_and_takes_an_instrument_of_nothing_else_with_it(bungo):
    page = make_instrument()
    version = instruments.draft_from(page, by=SYSTEM)
    db.session.commit()
    assert instruments.remove_draft(queries.version_page(version.id), by=SYSTEM) is True
    db.session.commit()
    assert [one.number for one in queries.versions(page.instrument.id)] == [1]
    lone = make_draft("Sendiri")
    add_item(lone)
    assert instruments.remove_draft(page_of(lone), by=SYSTEM) is False
    db.session.commit()
    assert db.session.execute(select(func.count(Instrument.id))).scalar_one() == 1


def test_a_draft_that_a_wave_chose_is_not_thrown_away(bungo):
    page = make_draft()
    ask_in_wave(page.version.id)
    with pytest.raises(NotNow, match="sudah dipilih sebuah gelombang"):
        instruments.remove_draft(page_of(page), by=SYSTEM)


def test_which_way_is_good_is_fixed_with_the_first_publication(bungo):
    page = make_instrument()
    turned = InstrumentFacts("Lain", "", Direction.HIGH_IS_BAD)
    with pytest.raises(WrongField, match="Arah nilai sudah tetap"):
        instruments.change(page.instrument, turned, version=page.instrument.version, by=SYSTEM)
    db.session.rollback()
    renamed = InstrumentFacts("Lain", "", Direction.HIGH_IS_GOOD)
    instruments.change(page_of(page).instrument, renamed, version=1, by=SYSTEM)
    db.session.commit()
    assert page_of(page).instrument.title == "Lain"
    with pytest.raises(StaleVersion):
        instruments.change(page_of(page).instrument, renamed, version=1, by=SYSTEM)


# --- at the same moment -------------------------------------------------------------------------------


def test_two_who_take_the_same_one_over_get_one(app, bungo):
    def take() -> str:
        instruments.take_over("pulse5", by=SYSTEM)
        db.session.commit()
        return "taken"

    outcomes = together(app, bungo.id, [take, take, take])
    assert outcomes.count("taken") == 1
    assert [type(one) for one in outcomes].count(NotNow) == 2
    assert db.session.execute(select(func.count(Instrument.id))).scalar_one() == 1


def test_two_who_write_at_once_never_stand_in_one_place(app, bungo):
    version_id = make_draft().version.id

    def add() -> str:
        page = queries.version_page(version_id)
        facts = ItemFacts(ItemKind.SCALE, "Saya tahu.", AGREE)
        code = drafts.add_item(page, facts, starts_page=False, seen=page.version.version, by=SYSTEM).code
        db.session.commit()
        return code

    outcomes = together(app, bungo.id, [add, add, add])
    written = [one for one in outcomes if isinstance(one, str)]
    assert written
    assert [type(one) for one in outcomes if not isinstance(one, str)] == [StaleVersion] * (3 - len(written))
    items = queries.items_of(version_id)
    assert sorted(one.code for one in items) == sorted(written)
    assert [one.sort_order for one in items] == list(range(1, len(written) + 1))


def test_what_is_written_while_it_is_published_is_refused(app, bungo):
    page = make_draft()
    item_id, version_id = add_item(page).id, page.version.id

    def publish() -> str:
        instruments.publish(queries.version_page(version_id), by=SYSTEM)
        db.session.commit()
        return "published"

    def remove() -> str:
        drafts.remove_item(queries.version_page(version_id), item_id, by=SYSTEM)
        db.session.commit()
        return "removed"

    outcomes = together(app, bungo.id, [publish, remove])
    done = [one for one in outcomes if isinstance(one, str)]
    assert len(done) == 1
    db.session.expire_all()
    is_published = queries.version_page(version_id).version.status == VersionStatus.PUBLISHED
    assert is_published == (done == ["published"])
    assert len(queries.items_of(version_id)) == (1 if is_published else 0)
