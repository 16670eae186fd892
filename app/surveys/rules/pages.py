"""A questionnaire page by page: what a page asks, what is wrong on it, and which page comes next.

Nothing half-filled is stored anywhere: every page carries what the others were answered in hidden fields, and only
the last one writes. Preview and answering walk the same way and draw the same ``templates/surveys/_questions.html``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from app.surveys.models import ItemKind
from app.surveys.rules import branching
from app.surveys.rules.branching import Chosen
from app.surveys.rules.questions import Asked
from app.surveys.rules.wording import worded

LONGEST_TEXT = 2000
FIELD = "p-"
# A place no item has: something was sent that is no place at all.
UNREADABLE = -1
# Options that stand side by side on a phone of 360 px: few, and of short words.
SIDE_BY_SIDE, LONGEST_WORD = 5, 8


@dataclass(frozen=True)
class Given:
    """What somebody chose (places from 0) and wrote so far, by item."""

    chosen: dict[int, list[int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A page as it is drawn. ``number`` counts from 1; ``carried`` are hidden fields, answers given on other pages;
    ``first`` is the number of its first question among all that are asked."""

    items: list[Asked]
    number: int
    total: int
    first: int
    given: Given
    carried: list[tuple[str, str]]
    faults: dict[int, str]

    @property
    def is_last(self) -> bool:
        return self.number >= self.total

    def has(self, item: Asked, place: int) -> bool:
        return place in self.given.chosen.get(item.id, ())

    def text(self, item: Asked) -> str:
        return self.given.texts.get(item.id, "")

    def words(self, item: Asked, change_name: str = "") -> str:
        return worded(item.text, change_name)

    def options(self, item: Asked, change_name: str = "") -> list[str]:
        return [worded(option, change_name) for option in item.options]

    def is_side_by_side(self, item: Asked) -> bool:
        """Whether a scale's options fit beside each other on the narrowest phone."""
        words = [word for option in item.options for word in option.split()]
        is_short = len(item.options) <= SIDE_BY_SIDE and all(len(word) <= LONGEST_WORD for word in words)
        return item.kind == ItemKind.SCALE and is_short


def pages_to_ask(items: Sequence[Asked], chosen: Chosen) -> list[list[Asked]]:
    """The pages with the items to show, in asking order; a page with nothing to ask is left out."""
    shown = branching.asked(items, chosen)
    return [list(page) for _key, page in groupby(shown, key=lambda item: (item.version_id, item.page))]


def check(items: Sequence[Asked], chosen: Chosen, texts: Mapping[int, str]) -> dict[int, str]:
    """A sentence for each of these items that is not answered as it can be."""
    found = {item.id: _fault(item, chosen.get(item.id, ()), texts.get(item.id, "")) for item in items}
    return {item_id: sentence for item_id, sentence in found.items() if sentence}


def _fault(item: Asked, places: Sequence[int], text: str) -> str:
    if item.kind == ItemKind.TEXT:
        return _fault_of_text(item, text)
    if any(not 0 <= place < len(item.options) for place in places):
        return "Jawaban yang terkirim tidak ada dalam pilihan. Pilih dari daftarnya."
    if item.kind != ItemKind.MULTIPLE and len(places) > 1:
        return "Pilih satu jawaban saja."
    if item.is_required and not places:
        return "Pilih paling sedikit satu." if item.kind == ItemKind.MULTIPLE else "Pilih satu jawaban."
    return ""


def _fault_of_text(item: Asked, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        return f"Paling panjang 2.000 huruf. Sekarang {len(text):,} huruf.".replace(",", ".")
    return "Tulis jawaban Anda." if item.is_required and not text.strip() else ""


def read(items: Sequence[Asked], fields: Mapping[str, Sequence[str]]) -> Given:
    """What was sent in fields named ``p-<item>``; anything else in the form is not looked at."""
    given = Given()
    for item in items:
        sent = fields.get(f"{FIELD}{item.id}", ())
        if item.kind == ItemKind.TEXT:
            if sent and sent[0]:
                given.texts[item.id] = sent[0]
        elif places := [_place(value) for value in sent if value]:
            given.chosen[item.id] = sorted(set(places))
    return given


def _place(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else UNREADABLE


def sheet(items: Sequence[Asked], given: Given, number: int = 1, faults: Mapping[int, str] | None = None) -> Sheet:
    """The page of this number, or the nearest there is."""
    pages = pages_to_ask(items, given.chosen)
    number = max(1, min(number, len(pages)))
    here = pages[number - 1] if pages else []
    on_page = {item.id for item in here}
    carried = [pair for item in items if item.id not in on_page for pair in _carried(item, given)]
    first = 1 + sum(len(page) for page in pages[: number - 1])
    return Sheet(here, number, len(pages), first, given, carried, dict(faults or {}))


def _carried(item: Asked, given: Given) -> list[tuple[str, str]]:
    name = f"{FIELD}{item.id}"
    if item.kind == ItemKind.TEXT:
        return [(name, given.texts[item.id])] if item.id in given.texts else []
    return [(name, str(place)) for place in given.chosen.get(item.id, ())]


def turn(items: Sequence[Asked], given: Given, number: int, *, is_back: bool = False) -> Sheet | None:
    """The page to show after page ``number`` was sent; None once everything that is asked is answered.

    Going back asks for nothing. Going on does not leave a page with a fault, and the last page sends whoever skipped
    something back to the first page that still has one.
    """
    if is_back:
        return sheet(items, given, number - 1)
    pages = pages_to_ask(items, given.chosen)
    number = max(1, min(number, len(pages)))
    for place, page in enumerate(pages[:number], start=1):
        if faults := check(page, given.chosen, given.texts):
            return sheet(items, given, place, faults)
    return sheet(items, given, number + 1) if number < len(pages) else None


def settled(items: Sequence[Asked], given: Given) -> Given:
    """What is kept of it: answers to what was asked, and nothing else.

    A multiple choice that was asked and left empty was answered with nothing, which is not the same as not asked.
    """
    final = Given()
    for item in branching.asked(items, given.chosen):
        if item.kind == ItemKind.TEXT:
            if text := given.texts.get(item.id, "").strip():
                final.texts[item.id] = text
        elif item.kind == ItemKind.MULTIPLE or item.id in given.chosen:
            final.chosen[item.id] = list(given.chosen.get(item.id, ()))
    return final
