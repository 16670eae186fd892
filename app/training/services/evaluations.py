"""The evaluation of a batch by those who came, and the question to their superiors some months later."""

from datetime import date, datetime, time, timedelta

from app.access.visitor import Actor
from app.attendance import queries as attendance
from app.attendance.rules import ATTENDED
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.evaluations import queries as evaluations
from app.evaluations.models import Evaluation
from app.evaluations.services import follow_ups, forms
from app.evaluations.services.follow_ups import Occasion
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.training import labels, rules
from app.training.models import TOOK_PART, BatchEvaluation, BatchStatus
from app.training.queries import batches, learning, planning
from app.training.queries.batches import BatchPage
from app.training.services.closing import group_key, source_key
from app.training.services.moments import in_words, local_today, timezone

LONGEST_DAYS = 60
AT_ONCE = 100
_months, _days = 3, 30


class NotYet(RuleBroken):
    heading = "Evaluasi belum bisa dibuka"


def use_follow_up(*, months: int, days: int) -> None:
    """After how many months superiors are asked, and for how many days they may answer."""
    global _months, _days
    _months, _days = months, days


def open_(page: BatchPage, until: date, *, by: Actor) -> Evaluation:
    """Ask everybody who came, until the end of a day. One evaluation a batch."""
    batch = lock(page.batch)
    if batch.status not in (BatchStatus.PUBLISHED, BatchStatus.CLOSED):
        raise NotYet("Evaluasi hanya bisa dibuka untuk angkatan yang berjalan atau sudah selesai.")
    if learning.evaluation_of(batch.id) is not None:
        raise NotYet("Evaluasi angkatan ini sudah dibuka.")
    if not local_today() <= until <= local_today() + timedelta(days=LONGEST_DAYS):
        raise rules.WrongField("until", f"Tutup antara hari ini dan {LONGEST_DAYS} hari lagi.")
    people = came(batch.id)
    if not people:
        raise NotYet("Belum ada peserta yang tercatat hadir. Catat dulu kehadirannya.")
    closes_at = wording.at(until, timezone(), time(23, 59))
    found = forms.open_(
        forms.Wanted(
            title=labels.batch_name(page.title, batch.number),
            trainers=trainers(page),
            place=wording.where(batch.place, batch.city),
            people=forms.people_of(people),
            closes_at=closes_at,
            until=in_words(closes_at),
            path=own_path(batch.id),
        ),
        today=local_today(),
        by=by,
    )
    db.session.add(BatchEvaluation(batch_id=batch.id, evaluation_id=found.id))
    db.session.flush()
    return found


def remind(evaluation_id: int) -> None:
    """Remind whoever has not answered the evaluation of a batch; nobody is told who they are."""
    found, batch_id = evaluations.evaluation(evaluation_id), learning.batch_of_evaluation(evaluation_id)
    if batch_id is None:
        return
    people = organisation.people(sorted(evaluations.not_yet(evaluation_id)), local_today()).values()
    forms.remind(
        found,
        forms.people_of([Recipient(one.employee_id, one.name, one.email) for one in people]),
        until=in_words(found.closes_at),
        path=own_path(batch_id),
    )


def own_path(batch_id: int) -> str:
    """The page that leads somebody to their form."""
    return f"/pelatihan/angkatan/{batch_id}/evaluasi"


def came(batch_id: int) -> list[Recipient]:
    """Who was there at least once."""
    marks = attendance.at_meetings([meeting.id for meeting in batches.meetings(batch_id)])
    there = {employee_id for (_meeting, employee_id), status in marks.items() if status in ATTENDED}
    seated = {row.employee_id for row in batches.participants(batch_id) if row.status in TOOK_PART}
    found = organisation.people(sorted(there & seated), local_today())
    return [Recipient(one.employee_id, one.name, one.email) for one in found.values()]


def trainers(page: BatchPage) -> tuple[str, ...]:
    """Everybody who teaches, each once, in the order of the schedule."""
    names = [page.batch.trainer, *(row.trainer for row in planning.links(page.batch.id))]
    return tuple(dict.fromkeys(name for name in names if name))


def ask_superiors() -> None:
    """Put the question about everybody whose batch ended so many months ago, one transaction each."""
    today = now().date()
    last = today - timedelta(days=28 * _months)
    first = today - timedelta(days=31 * _months + _days)
    due = [row for row in learning.passed_between(first, last, limit=AT_ONCE) if _is_due(row.ends_on, today)]
    db.session.commit()
    for row in due:
        with scope.within(row.government_id):
            _ask(row.id, row.employee_id, row.batch_id)
            db.session.commit()


def _is_due(ended: date, today: date) -> bool:
    due = rules.expiry(ended, _months)
    return due is not None and due <= today


def _ask(enrolment_id: int, employee_id: int, batch_id: int) -> None:
    page, today = batches.managed_batch(batch_id), local_today()
    lock(page.batch)  # two workers may look at the same moment
    person, superior = organisation.person(employee_id, today), organisation.superior_of(employee_id, today)
    expires_at = _end_of(today + timedelta(days=_days))
    follow_ups.ask(
        Occasion(
            source_key=source_key(enrolment_id),
            group_key=group_key(batch_id),
            employee_id=employee_id,
            name=person.name,
            superior=Recipient(superior.employee_id, superior.name, superior.email) if superior else None,
            title=labels.batch_name(page.title, page.batch.number),
            expires_at=expires_at,
            until=in_words(expires_at),
        ),
        today=today,
    )


def _end_of(day: date) -> datetime:
    return wording.at(day, timezone(), time(23, 59))
