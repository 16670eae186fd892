"""Several people at once, each with a session and a transaction of their own, as in the web server's threads."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from app.base import scope
from app.base.database import db

PATIENCE_SECONDS = 120


def together(app: Flask, government_id: int, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all works at the same instant; returns what each returned, or the exception it raised.

    The caller's own transaction is ended first: on SQLite it would keep everybody waiting. Works must
    not touch rows the caller has loaded.
    """
    db.session.rollback()
    outcomes: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(number: int) -> None:
        with app.app_context(), scope.within(government_id):
            start.wait(PATIENCE_SECONDS)
            try:
                outcomes[number] = works[number]()
            except Exception as error:  # noqa: BLE001 - handed to the caller
                db.session.rollback()
                outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return outcomes
