"""Several governments share one installation; this net keeps each inside its own rows.

Every table of a government mixes in GovernmentOwned. Reading one without a scope raises
ScopeMissing, and inside a scope every SELECT, UPDATE and DELETE through the session is narrowed
to the government. Work that truly spans governments says so aloud with ``everything()``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ForeignKey, Integer, Select, bindparam, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column, with_loader_criteria

from app.base.database import db

EVERYTHING = "everything"
_KEY = "scope"
_PARAMETER = "scope_government"


class ScopeMissing(RuntimeError):
    """A government's table was read before anybody said for which government."""


class WrongGovernment(RuntimeError):
    """A row was about to be written into another government than the one in scope."""


class GovernmentOwned:
    """Mixin for a table whose rows each belong to one government."""

    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), index=False)


def enter(government_id: int) -> None:
    """Narrow this session to one government until it ends or another scope is entered."""
    db.session.info[_KEY] = government_id


def current() -> int:
    """The government in scope; raises ScopeMissing where there is none."""
    scope = db.session.info.get(_KEY)
    if not isinstance(scope, int):
        raise ScopeMissing("no government in scope")
    return scope


@contextmanager
def within(government_id: int) -> Iterator[None]:
    """Narrow to one government for the length of a block."""
    with _scoped(government_id):
        yield


@contextmanager
def everything() -> Iterator[None]:
    """Step outside the governments: sign-in, verification by code, the worker, migrations."""
    with _scoped(EVERYTHING):
        yield


@contextmanager
def _scoped(value: int | str) -> Iterator[None]:
    info = db.session.info
    before = info.get(_KEY)
    info[_KEY] = value
    try:
        yield
    finally:
        info[_KEY] = before


def _owned(mappers: Any) -> bool:
    return any(issubclass(mapper.class_, GovernmentOwned) for mapper in mappers)


_in_scope = bindparam(_PARAMETER, type_=Integer)
_criteria = with_loader_criteria(
    GovernmentOwned, lambda owned: owned.government_id == _in_scope, include_aliases=True, propagate_to_loaders=False
)
# Narrowing a statement costs more than running it, so one that is kept in a module is narrowed once.
_narrowed: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


@event.listens_for(Session, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    scope = state.session.info.get(_KEY)
    if scope == EVERYTHING or state.is_column_load:
        return
    if scope is None:
        if _owned(state.all_mappers):
            raise ScopeMissing(f"read outside any government: {str(state.statement)[:120]}")
        return
    if isinstance(state.statement, Select):
        state.statement = _narrowed_once(state.statement)
        state.parameters = {**(state.parameters or {}), _PARAMETER: scope}  # type: ignore[dict-item]
    else:
        state.statement = state.statement.options(
            with_loader_criteria(GovernmentOwned, lambda owned: owned.government_id == scope, include_aliases=True)
        )


def _narrowed_once(statement: Select[Any]) -> Select[Any]:
    """The statement with the government as a parameter; without a value for it the database refuses."""
    found: Select[Any] | None = _narrowed.get(statement)
    if found is None:
        found = _narrowed[statement] = statement.options(_criteria)
    return found


@event.listens_for(Session, "before_flush")
def _stamp(session: Session, _context: object, _instances: object) -> None:
    scope = session.info.get(_KEY)
    for row in session.new:
        if not isinstance(row, GovernmentOwned):
            continue
        if row.government_id is None and isinstance(scope, int):
            row.government_id = scope
        elif isinstance(scope, int) and row.government_id != scope:
            raise WrongGovernment(f"{type(row).__name__} of government {row.government_id} in scope {scope}")
        elif scope is None:
            raise ScopeMissing(f"{type(row).__name__} written outside any government")
