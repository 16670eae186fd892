"""Noticing when a request ends with changes nobody committed: they would be lost in silence."""

from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from app.base.database import db

_SENT = "sent_and_not_committed"
_WAITING = ("audit", "jobs_to_tell", "duties_to_tell")


def watch(app: Flask, found: list[str]) -> None:
    """Write into ``found`` what every request of this application leaves behind."""

    @app.teardown_request
    def look(_error: BaseException | None) -> None:
        found.extend(_left_behind(db.session()))


def _left_behind(session: Session) -> list[str]:
    rows = [*session.new, *session.dirty, *session.deleted]
    left = [f"unsaved {row!r}" for row in rows if session.is_modified(row) or row in session.deleted]
    left += [f"not committed: {text}" for text in session.info.get(_SENT, [])]
    return left + [f"{name} of a transaction that was never committed" for name in _WAITING if session.info.get(name)]


def _note(session: Session, text: str) -> None:
    session.info.setdefault(_SENT, []).append(text)


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: Any) -> None:
    for row in [*session.new, *session.dirty, *session.deleted]:
        _note(session, type(row).__name__)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _note(state.session, str(state.statement)[:80])


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _over(session: Session) -> None:
    session.info.pop(_SENT, None)
