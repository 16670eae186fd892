"""An item as it is asked: what a page of a questionnaire has to know of it, from a draft or from a frozen wave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.surveys.models import ItemKind


class Asked(Protocol):
    """An item of an instrument, or a Question made of one."""

    @property
    def id(self) -> int: ...
    @property
    def version_id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> ItemKind: ...
    @property
    def text(self) -> str: ...
    @property
    def options(self) -> Sequence[str]: ...
    @property
    def is_required(self) -> bool: ...
    @property
    def page(self) -> int: ...
    @property
    def shown_if(self) -> Mapping[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Question:
    """An item that never changes any more, kept apart from the database: every process reads a wave's once."""

    id: int
    version_id: int
    code: str
    kind: ItemKind
    text: str
    options: tuple[str, ...]
    is_required: bool
    page: int
    shown_if: Mapping[str, Any] | None


def frozen(item: Asked) -> Question:
    return Question(
        item.id,
        item.version_id,
        item.code,
        ItemKind(item.kind),
        item.text,
        tuple(item.options),
        item.is_required,
        item.page,
        item.shown_if,
    )
