"""What houses above hang on an initiative's page: pages of their own as tabs, cards on its summary, and cards on the
page that tells somebody what changes for them.

A page that is a tab takes ``initiative_id``, extends ``initiatives/layout.html`` and fills its block ``tab_content``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.access.tabs import Tab, Tabs
from app.initiatives.models import Initiative

__all__ = ["INITIATIVE", "Card", "OwnCard", "Tab", "add_card", "add_own_card", "cards", "own_cards"]

INITIATIVE = Tabs("initiative_id")


@dataclass(frozen=True)
class Card:
    """A card on the summary: ``template`` shows what ``facts`` finds; where that is None there is no card."""

    key: str
    place: int
    template: str
    facts: Callable[[Initiative], Mapping[str, Any] | None]


_cards: list[Card] = []


def add_card(card: Card) -> None:
    if any(one.key == card.key for one in _cards):
        raise ValueError(f"the card {card.key} is registered twice")
    _cards.append(card)
    _cards.sort(key=lambda one: one.place)


def cards(initiative: Initiative) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, facts) of every card an initiative has."""
    found = [(card.template, card.facts(initiative)) for card in _cards]
    return [(template, facts) for template, facts in found if facts is not None]


@dataclass(frozen=True)
class OwnCard:
    """A card for one person; ``facts`` is asked with their number, and where it finds None there is no card."""

    key: str
    place: int
    template: str
    facts: Callable[[Initiative, int], Mapping[str, Any] | None]


_own_cards: list[OwnCard] = []


def add_own_card(card: OwnCard) -> None:
    if any(one.key == card.key for one in _own_cards):
        raise ValueError(f"the card {card.key} is registered twice")
    _own_cards.append(card)
    _own_cards.sort(key=lambda one: one.place)


def own_cards(initiative: Initiative, employee_id: int) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, facts) of every card somebody has on their own page of an initiative."""
    found = [(card.template, card.facts(initiative, employee_id)) for card in _own_cards]
    return [(template, facts) for template, facts in found if facts is not None]
