"""Claims of outside training: handed in with a file, withdrawn, and decided with a reason, one or many at once."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken, WrongField
from app.base.wording import number
from app.competency.models import LearningRecord, LearningStatus
from app.documents import services as store
from app.documents.inspection import Upload
from app.learning import rules
from app.learning.models import LearningClaim
from app.learning.queries import lines, settings
from app.learning.queries.claims import ClaimPage, maybe_twice
from app.learning.rules import Activity
from app.learning.rules.versions import rule_day
from app.learning.services.counting import recount
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation

WAITING_AT_MOST = 50


class LooksTwice(RuleBroken):
    """The same activity seems to stand in the ledger already; the person may say that it does not."""

    heading = "Kegiatan ini sepertinya sudah tercatat"


def submit(
    employee_id: int,
    activity: Activity,
    upload: Upload,
    *,
    storage_key: str,
    day: date,
    is_another: bool,
    by: Actor,
) -> LearningClaim:
    """Hand in an outside activity. Raises WrongField, and LooksTwice unless ``is_another`` says it is none known.

    Locks the person's row, so two clicks make one claim: the second finds the first.
    """
    employee = lock(organisation.employee(employee_id))
    in_force = settings.values(day)
    # A day no rule is known for is a wrong day, not a wrong form.
    rules.ensure_dates(activity, day=day, earliest=employee.cpns_from, months=in_force["claim_months"])
    year = rules.credit_year(activity.starts_on, activity.ends_on, of_start=bool(in_force["year_of_start"]))
    form = lines.forms(rule_day(activity.ends_on, year)).get(activity.form_code)
    if form is None:
        raise WrongField("form_code", "Pilih bentuk kegiatan dari daftar.")
    rules.ensure_possible(
        activity,
        form,
        day=day,
        earliest=employee.cpns_from,
        months=in_force["claim_months"],
        most=in_force["claim_hours"],
    )
    _ensure_new(employee_id, activity, is_another=is_another)
    hours = rules.claimed_hours(form, activity.quantity, is_international=activity.is_international)
    file = store.keep(upload.content, storage_key=storage_key, name=upload.name, media_type=upload.media_type)
    record = LearningRecord(
        employee_id=employee_id,
        form_code=form.code,
        title=activity.title,
        organiser=activity.organiser,
        starts_on=activity.starts_on,
        ends_on=activity.ends_on,
        year=year,
        jp_claimed=hours,
        jp_credited=Decimal(0),
        status=LearningStatus.WAITING,
        rule_id=form.id,
        source_key=f"claim:{secrets.token_hex(12)}",
        recorded_at=now(),
    )
    db.session.add(record)
    db.session.flush()
    claim = LearningClaim(
        record_id=record.id,
        employee_id=employee_id,
        quantity=activity.quantity,
        is_international=activity.is_international,
        certificate_number=activity.certificate_number,
        file_id=file.id,
        submitted_at=now(),
        due_on=day + timedelta(days=in_force["verification_days"]),
    )
    db.session.add(claim)
    db.session.flush()
    audit.record("learning.claim.created", claim, by=by, hours=str(hours), form=form.code)
    return claim


def _ensure_new(employee_id: int, activity: Activity, *, is_another: bool) -> None:
    near = lines.overlapping(employee_id, activity.starts_on, activity.ends_on)
    if sum(one.status == LearningStatus.WAITING for one in near) >= WAITING_AT_MOST:
        raise WrongField("title", "Terlalu banyak klaim untuk hari-hari ini masih menunggu. Tunggu hasilnya dulu.")
    if is_another:
        return
    for one in near:
        if rules.is_same_title(one.title, activity.title) or one.form_code == activity.form_code:
            raise LooksTwice(
                f"«{one.title}» sudah tercatat pada tanggal yang sama. Kalau ini kegiatan lain, "
                "centang «Ini kegiatan lain» lalu kirim lagi."
            )


def withdraw(page: ClaimPage, *, by: Actor) -> None:
    """Take a claim back before it is decided; it stays in the ledger as withdrawn."""
    record = lock(page.record)
    if record.status != LearningStatus.WAITING:
        raise rules.AlreadyDecided
    record.status = LearningStatus.WITHDRAWN
    audit.record("learning.claim.withdrawn", page.claim, by=by)


def accept(page: ClaimPage, *, hours: Decimal | None = None, reason: str = "", by: Actor) -> None:
    """Verify a claim: it counts from now on, within the caps. ``hours`` corrects what was claimed, with a reason."""
    record = _decide(page, by=by)
    claimed = record.jp_claimed
    if hours is not None and hours != claimed:
        rules.ensure_reason(reason)
        record.jp_claimed = hours
    record.status, page.claim.reason = LearningStatus.CREDITED, reason
    db.session.flush()
    audit.record("learning.claim.accepted", page.claim, by=by, before=str(claimed), hours=str(record.jp_claimed))
    recount(record.employee_id, by=by, decided=record.id)
    _tell_accepted(page, record)


def refuse(page: ClaimPage, reason: str, *, by: Actor) -> None:
    """Say no, with a reason the employee reads."""
    rules.ensure_reason(reason)
    record = _decide(page, by=by)
    record.status, page.claim.reason = LearningStatus.REFUSED, reason
    audit.record("learning.claim.refused", page.claim, by=by)
    _tell(page, "learning_refused", f"Klaim JP «{record.title}» tidak diakui.", reason=reason)


def accept_all(pages: Sequence[ClaimPage], *, by: Actor) -> None:
    """Verify several claims as they were handed in; all of them or none. What may stand in the ledger twice is looked
    at one by one. Raises MaybeTwice."""
    twice = maybe_twice([one.claim.id for one in pages])
    if twice:
        raise rules.MaybeTwice(rules.one_by_one([one.record.title for one in pages if one.claim.id in twice]))
    for page in _in_order(pages):
        accept(page, by=by)


def refuse_all(pages: Sequence[ClaimPage], reason: str, *, by: Actor) -> None:
    """Refuse several claims for one reason; all of them or none."""
    for page in _in_order(pages):
        refuse(page, reason, by=by)


def _in_order(pages: Sequence[ClaimPage]) -> list[ClaimPage]:
    """People are locked one after the other, always in the same order."""
    return sorted(pages, key=lambda one: (one.record.employee_id, one.record.id))


def _decide(page: ClaimPage, *, by: Actor) -> LearningRecord:
    lock(page.employee)
    record = lock(page.record)
    rules.ensure_may_decide(record.status, record.employee_id, by.employee_id)
    page.claim.decided_by, page.claim.decided_at = by.user_id, now()
    return record


def _tell_accepted(page: ClaimPage, record: LearningRecord) -> None:
    counted = f"{number(record.jp_credited)} dari {number(record.jp_claimed)} JP"
    if record.jp_credited == record.jp_claimed:
        counted = f"{number(record.jp_credited)} JP"
    why = " ".join(one for one in (page.claim.reason, record.note) if one)
    _tell(page, "learning_accepted", f"Klaim JP «{record.title}» diakui: {counted}.", reason=why)


def _tell(page: ClaimPage, kind: str, say: str, *, reason: str) -> None:
    person = page.employee
    notifications.tell(
        Recipient(person.id, person.name, person.email),
        kind,
        say,
        path="/saya/jp",
        key=f"claim-{page.claim.id}",
        reason=reason,
    )


def facts_of(page: ClaimPage) -> dict[str, object]:
    """A claim as a form shows it, so that a refused one is handed in again without typing it twice."""
    record, claim = page.record, page.claim
    return asdict(
        Activity(
            record.form_code,
            record.title,
            record.organiser,
            record.starts_on,
            record.ends_on,
            claim.quantity,
            claim.is_international,
            claim.certificate_number,
        )
    )
