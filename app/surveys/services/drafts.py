"""Writing a draft: its dimensions, its items, their order and branching. Nothing here touches what was published."""

from sqlalchemy import update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.surveys.instrument_facts import ItemFacts
from app.surveys.models import InstrumentDimension, InstrumentItem, ItemKind
from app.surveys.queries import instruments as queries
from app.surveys.queries.instruments import VersionPage
from app.surveys.rules import branching, ordering, scales
from app.surveys.rules import instruments as rules
from app.surveys.rules.ordering import Slot

# Where rows wait while others take their places.
_ASIDE = 10_000


def _begin(page: VersionPage, seen: int | None = None) -> VersionPage:
    """Hold the draft and read it as it is now. ``seen`` is the version a form was filled in from."""
    version = lock(page.version)
    rules.ensure_draft(version)
    if seen is not None and version.version != seen:
        raise StaleVersion
    version.version += 1
    return queries.as_it_is_now(page)


def describe(page: VersionPage, introduction: str, change_note: str, *, seen: int, by: Actor) -> None:
    """What respondents read first, and what changed since the version before."""
    version = _begin(page, seen).version
    version.introduction, version.change_note = introduction, change_note
    audit.record("surveys.version.changed", version, by=by)


# --- dimensions ---------------------------------------------------------------------------------------


def add_dimension(page: VersionPage, title: str, *, by: Actor) -> InstrumentDimension:
    page = _begin(page)
    _ensure_new(page, title)
    code = rules.next_code(rules.DIMENSION_PREFIX, queries.codes_used(page.instrument.id)[1])
    order = max((one.sort_order for one in page.dimensions), default=0) + 1
    row = InstrumentDimension(version_id=page.version.id, code=code, title=title, sort_order=order)
    db.session.add(row)
    db.session.flush()
    audit.record("surveys.dimension.added", row, by=by, title=title)
    return row


def _ensure_new(page: VersionPage, title: str, besides: int = 0) -> None:
    if any(one.title.casefold() == title.casefold() and one.id != besides for one in page.dimensions):
        raise WrongField("title", "Sudah ada dimensi dengan nama ini.")


def rename_dimension(page: VersionPage, dimension_id: int, title: str, *, by: Actor) -> None:
    page = _begin(page)
    dimension = page.dimension(dimension_id)
    _ensure_new(page, title, dimension.id)
    dimension.title = title
    audit.record("surveys.dimension.changed", dimension, by=by, title=title)


def remove_dimension(page: VersionPage, dimension_id: int, *, by: Actor) -> None:
    """Its items stay, without a dimension."""
    page = _begin(page)
    dimension = page.dimension(dimension_id)
    audit.record("surveys.dimension.removed", page.version, by=by, title=dimension.title)
    of_it = (InstrumentItem.version_id == page.version.id, InstrumentItem.dimension_id == dimension.id)
    db.session.execute(update(InstrumentItem).where(*of_it).values(dimension_id=None))
    db.session.delete(dimension)
    db.session.flush()


# --- items --------------------------------------------------------------------------------------------


def add_item(page: VersionPage, facts: ItemFacts, *, starts_page: bool, seen: int, by: Actor) -> InstrumentItem:
    """A new item at the end."""
    page = _begin(page, seen)
    _ensure_item(facts)
    if len(page.items) >= rules.ITEMS_AT_MOST:
        raise rules.NotNow(f"Paling banyak {rules.ITEMS_AT_MOST} butir dalam satu instrumen.")
    code = rules.next_code(rules.CODE_PREFIX, queries.codes_used(page.instrument.id)[0])
    last = page.items[-1] if page.items else None
    item = InstrumentItem(
        version_id=page.version.id,
        code=code,
        page=(last.page + int(starts_page)) if last else 1,
        sort_order=(last.sort_order + 1) if last else 1,
    )
    _fill(item, page, facts)
    db.session.add(item)
    db.session.flush()
    audit.record("surveys.item.added", item, by=by, code=code)
    return item


def _ensure_item(facts: ItemFacts) -> None:
    rules.ensure_item(facts.kind, facts.options, is_reversed=facts.is_reversed, dimension=facts.dimension)


def _fill(item: InstrumentItem, page: VersionPage, facts: ItemFacts) -> None:
    is_scale = facts.kind == ItemKind.SCALE
    item.kind, item.text, item.options = facts.kind, facts.text, list(facts.options)
    item.dimension_id = next((one.id for one in page.dimensions if one.code == facts.dimension), None)
    item.scale_min = facts.scale_min
    item.favourable_from = scales.favourable_from(len(facts.options), facts.scale_min) if is_scale else None
    item.reversed, item.is_required = facts.is_reversed, facts.is_required


def change_item(
    page: VersionPage,
    item_id: int,
    facts: ItemFacts,
    *,
    starts_page: bool,
    is_new_meaning: bool,
    seen: int,
    by: Actor,
) -> None:
    """Change what an item says. ``is_new_meaning``: it is not to be compared with what was asked before."""
    page = _begin(page, seen)
    item = page.item(item_id)
    _ensure_item(facts)
    before = queries.item_before(page.version, item.code)
    item.concept = (before.concept if before else 1) + int(is_new_meaning and before is not None)
    _fill(item, page, facts)
    _arrange(page, ordering.broken(slots_of(page), item.id, breaks=starts_page))
    audit.record("surveys.item.changed", item, by=by, code=item.code)


def remove_item(page: VersionPage, item_id: int, *, by: Actor) -> None:
    page = _begin(page)
    item = page.item(item_id)
    audit.record("surveys.item.removed", page.version, by=by, code=item.code)
    left = ordering.without(slots_of(page), item.id)
    db.session.delete(item)
    db.session.flush()
    _arrange(page, left)


def move_item(page: VersionPage, item_id: int, *, is_up: bool, by: Actor) -> None:
    """One place up or down; at the edge of a page, into the page beside it."""
    page = _begin(page)
    item = page.item(item_id)
    _arrange(page, (ordering.up if is_up else ordering.down)(slots_of(page), item.id))
    audit.record("surveys.item.moved", item, by=by, code=item.code)


def slots_of(page: VersionPage) -> list[Slot]:
    return ordering.slots([(item.id, item.page) for item in page.items])


def _arrange(page: VersionPage, found: list[Slot]) -> None:
    """Write an order. Two rows may never stand in one place, so all step aside first."""
    items = {item.id: item for item in page.items}  # one that was removed is not among what was found
    for order, one in enumerate(found, start=1):
        items[one.item_id].sort_order = _ASIDE + order
    db.session.flush()
    for order, (number, on_page) in enumerate(ordering.pages(found), start=1):
        items[number].sort_order, items[number].page = order, on_page
    db.session.flush()


def ask_only_if(page: VersionPage, item_id: int, code: str, places: list[int], *, by: Actor) -> None:
    """Ask an item only of those who chose one of these of an earlier one; of everybody where ``code`` is empty."""
    page = _begin(page)
    item = page.item(item_id)
    item.shown_if = branching.condition(code, places) if code else None
    if sentence := branching.trouble(item, page.items):
        raise WrongField("item" if not places or _has_no_such(page, code) else "places", sentence)
    audit.record("surveys.item.condition_set", item, by=by, code=item.code)


def _has_no_such(page: VersionPage, code: str) -> bool:
    return all(one.code != code for one in page.items)
