"""Reading somebody's personal file leaves a line that this somebody can see (security R2, P2)."""

from collections.abc import Sequence

import structlog
from flask import after_this_request
from flask.wrappers import Response
from sqlalchemy.exc import DBAPIError

from app.access.guards import actor
from app.audit import services
from app.base.database import writing

log = structlog.get_logger()


def note_reading(employee_id: int, part: str) -> None:
    """Once the answer is made, note that the visitor read this part; ``part`` is a key of ``labels.PARTS``."""
    note_reading_of([employee_id], part)


def note_reading_of(employee_ids: Sequence[int], part: str) -> None:
    """The same for a list of people, in one transaction."""
    by = actor()

    @after_this_request
    def _note(response: Response) -> Response:
        if response.status_code == 200 and employee_ids:
            try:
                with writing():
                    for employee_id in sorted(employee_ids):  # two lists at once take turns
                        services.note_reading(employee_id, part, by=by)
            except DBAPIError as error:
                # A disk that takes no more must not close the pages that only read (security C6).
                log.exception("reading not noted", error=type(error).__name__)
        return response
