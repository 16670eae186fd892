"""The meetings of batches as an iCalendar file: for a batch, for mails, and for calendars under a secret link.

What such a file is made of stands with the meetings (``attendance.calendars``).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from app.attendance import calendars
from app.attendance.calendars import CANCELLED, COMING, entries
from app.attendance.models import Meeting
from app.base.clock import now
from app.notifications.catalogue import Addressee, Attachment
from app.training import labels
from app.training.models import BatchStatus
from app.training.queries.batches import BatchPage

PRODUCT = "Pelatihan"
of_entries = partial(calendars.of_entries, product=PRODUCT)
# Letters with a file go to people with a seat, or who gave it back.
attach_file = partial(calendars.attach_file, standing=COMING)


def attach(facts: Mapping[str, Any], written_at: datetime, _to: Addressee | None) -> Attachment | None:
    """The calendar entry of a letter about a batch."""
    return calendars.attach(facts.get("batch", ""), facts, written_at, product=PRODUCT)


def of_batch(
    page: BatchPage,
    meetings: list[Meeting],
    address: str,
    timezone: str,
    *,
    method: str = "PUBLISH",
    dropped: Meeting | None = None,
    changes: int = 0,
) -> bytes:
    """A batch's meetings. ``method`` is REQUEST or CANCEL where the file travels with a letter.

    Under CANCEL, in a cancelled batch, and for the ``dropped`` meeting the status says so.
    """
    version = page.batch.version
    gone = page.batch.status == BatchStatus.CANCELLED or method == "CANCEL"
    listed = entries(meetings, version=version, changes=changes, status=CANCELLED if gone else "")
    if dropped is not None:
        listed += [replace(entries([dropped], version=version, changes=changes)[0], status=CANCELLED)]
    title = labels.batch_name(page.title, page.batch.number)
    return of_entries(
        title,
        listed,
        organiser=page.programme.organiser,
        address=address,
        timezone=timezone,
        written_at=now(),
        method=method,
    )
