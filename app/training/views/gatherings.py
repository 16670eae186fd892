"""A meeting of a batch as the desk shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import url_for

from app.access.visitor import Reach
from app.attendance import labels as attendance_labels
from app.attendance.desk import Gathering, Place, Tab
from app.attendance.models import Meeting
from app.attendance.papers import Letterhead, SheetFacts
from app.base import wording
from app.organisation import queries as organisation
from app.training import labels
from app.training.guards import managed_reach
from app.training.queries import batches, outlooks, planning
from app.training.queries.batches import BatchPage
from app.training.services.presence import BatchHost
from app.web import dates


@dataclass(frozen=True, kw_only=True)
class BatchGathering(Gathering):
    """One meeting of a batch; whoever takes part in the batch is expected."""

    house: ClassVar[str] = "training"
    noun: ClassVar[str] = "angkatan"
    seating: ClassVar[str] = labels.SEATING
    foot: ClassVar[str] = "training/_endangered.html"

    page: BatchPage

    def reach(self) -> Reach:
        return managed_reach()

    def letterhead(self) -> Letterhead:
        return letterhead(self.page)

    def sheet_facts(self) -> SheetFacts:
        return sheet_facts(self.page, [self.meeting])[0]

    def below(self) -> dict[str, Any]:
        """Whose attendance does not suffice so far, or cannot any more."""
        meetings = len(batches.meetings(self.page.batch.id))
        return {"endangered": outlooks.endangered(self.page, meetings), "attendance_labels": attendance_labels}

    def more_tabs(self, waiting: Mapping[str, Any]) -> list[Tab]:
        return [("izin", "Izin", self.address("list_absences"), waiting["izin"])]


def at_desk(batch_id: int, meeting_id: int) -> BatchGathering:
    """A meeting of this very batch, for whoever runs it."""
    return _gathering(batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id))


def of_visitor(meeting_id: int) -> BatchGathering:
    """A meeting of a batch anybody may see."""
    return _gathering(*batches.batch_of_meeting(meeting_id))


def _gathering(page: BatchPage, meeting: Meeting) -> BatchGathering:
    batch = page.batch
    name = labels.batch_name(page.title, batch.number)
    managed, shown = (url_for(f"training.{one}", batch_id=batch.id) for one in ("show_managed", "show_batch"))
    return BatchGathering(
        page=page,
        host=BatchHost(page),
        meeting=meeting,
        name=name,
        title=page.title,
        slug=slug(page),
        keys={"batch_id": batch.id, "meeting_id": meeting.id},
        own_keys={"meeting_id": meeting.id},
        at_desk=Place("kelola", [("Kelola angkatan", url_for("training.list_managed")), (name, managed)]),
        of_visitor=Place(
            "pelatihan", [("Pelatihan", url_for("training.list_batches")), (f"Angkatan {batch.number}", shown)]
        ),
    )


def slug(page: BatchPage) -> str:
    """A batch in the name of a file."""
    return f"angkatan-{page.batch.number}"


def letterhead(page: BatchPage) -> Letterhead:
    """Whose sheets the participants of a batch sign."""
    government = organisation.government(page.batch.government_id)
    organiser = page.programme.organiser
    name = government.hr_agency if organiser == government.hr_agency_short else organiser
    return Letterhead(f"Pemerintah {government.name}", name, page.batch.city or government.seat)


def sheet_facts(page: BatchPage, meetings: Sequence[Meeting]) -> list[SheetFacts]:
    """The heads of the sheets of these meetings of a batch."""
    details = {row.id: row for row in planning.schedule(page.batch.id)}
    found = []
    for meeting in meetings:
        row = details[meeting.id]
        found.append(
            SheetFacts(
                activity=labels.batch_name(page.title, page.batch.number),
                meeting=f"{meeting.title}. {row.subject}" if row.subject else meeting.title,
                day=wording.full_date(dates.local(meeting.starts_at).date()),
                hours=dates.time_range(meeting.starts_at, meeting.ends_at),
                place=wording.where(meeting.place, page.batch.city) if page.batch.city else meeting.place,
                trainer=row.trainer or page.batch.trainer,
            )
        )
    return found
