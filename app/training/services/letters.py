"""What people are told about an enrolment: one notice and one mail at each turn."""

from datetime import datetime
from typing import Any

from app.access.visitor import SYSTEM
from app.attendance import labels as attendance_labels
from app.attendance.calendars import entries
from app.attendance.models import AbsenceNotice, AbsenceStatus, Meeting
from app.attendance.rules.shares import Outlook, Prospect
from app.base import wording
from app.notifications import addresses
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation.queries import Person
from app.training import calendars, labels
from app.training.models import Batch, Enrolment, EnrolmentStatus
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.queries.batches import BatchPage
from app.training.services.moments import in_words, timezone

__all__ = [
    "SYSTEM",
    "ask_superior",
    "calendar_of",
    "tell_assignment",
    "tell_cancelled",
    "tell_certificate",
    "tell_excuse",
    "tell_expired",
    "tell_not_reached",
    "tell_offer",
    "tell_outcome",
    "tell_outlook",
    "tell_passed",
    "tell_rejected",
    "tell_rescheduled",
    "tell_result",
]


def ask_superior(enrolment: Enrolment, page: BatchPage, person: Person, superior: Person, *, why: str = "") -> None:
    """Ask the superior to decide, and tell the person who was asked, and ``why`` where they did not ask themself."""
    name, until = _name(page), in_words(enrolment.decide_by) if enrolment.decide_by else ""
    _tell(
        superior,
        "training_request",
        f"{person.name} ingin mengikuti {name}. Setujui atau tolak.",
        path="/pelatihan/persetujuan",
        enrolment=enrolment,
        page=page,
        requester=person.name,
        until=until,
    )
    _tell(
        person,
        "training_requested",
        _say(why, f"{superior.name} sudah diminta memutuskan permohonan Anda mengikuti {name}."),
        path=_path(page),
        enrolment=enrolment,
        page=page,
        superior=superior.name,
        why=why,
    )


def _say(why: str, what: str) -> str:
    return f"{why} {what}" if why else what


def tell_outcome(enrolment: Enrolment, page: BatchPage, person: Person, *, why: str = "") -> None:
    """Tell the person that they have a seat, or where they stand in line, and ``why`` where they did not ask."""
    if enrolment.status == EnrolmentStatus.CONFIRMED:
        _tell(
            person,
            "training_confirmed",
            _say(why, f"Anda terdaftar di {_name(page)}."),
            path=_path(page),
            enrolment=enrolment,
            page=page,
            why=why,
            meetings=[
                one.as_fact()
                for one in entries(
                    batches.meetings(page.batch.id), version=page.batch.version, changes=enrolment.changes
                )
            ],
            timezone=timezone(),
            organiser=page.programme.organiser,
        )
        return
    if enrolment.status == EnrolmentStatus.APPROVED:
        _tell(
            person,
            "training_approved",
            _say(why, f"Panitia {_name(page)} sekarang memeriksa pendaftaran Anda.")
            if why
            else f"Atasan Anda menyetujui. Panitia {_name(page)} sekarang memeriksa pendaftaran Anda.",
            path=_path(page),
            enrolment=enrolment,
            page=page,
            why=why,
        )
        return
    rank = queries.rank_of(enrolment)
    _tell(
        person,
        "training_waitlisted",
        _say(why, f"Kursi {_name(page)} sudah penuh. Anda urutan {rank.rank} dari {rank.waiting} di daftar tunggu."),
        path=_path(page),
        enrolment=enrolment,
        page=page,
        rule=labels.QUEUE_RULE,
    )


def tell_rejected(enrolment: Enrolment, page: BatchPage, person: Person, superior: str) -> None:
    _tell(
        person,
        "training_rejected",
        f"{superior} tidak menyetujui permohonan Anda mengikuti {_name(page)}.",
        path=_path(page),
        enrolment=enrolment,
        page=page,
        superior=superior,
        reason=enrolment.reason,
    )


def tell_offer(enrolment: Enrolment, page: BatchPage, person: Person, deadline: datetime) -> None:
    until = in_words(deadline)
    _tell(
        person,
        "training_offer",
        f"Ada kursi untuk Anda di {_name(page)}. Jawab sebelum {until}.",
        path=_path(page),
        enrolment=enrolment,
        page=page,
        until=until,
    )


def tell_expired(enrolment: Enrolment, page: BatchPage, person: Person) -> None:
    _tell(
        person,
        "training_expired",
        f"Tawaran kursi di {_name(page)} sudah lewat waktu, jadi diberikan ke peserta berikutnya.",
        path=_path(page),
        enrolment=enrolment,
        page=page,
    )


def tell_not_reached(enrolment: Enrolment, page: BatchPage, person: Person) -> None:
    _tell(
        person,
        "training_not_reached",
        f"{_name(page)} sudah selesai tanpa sempat ada kursi untuk Anda.",
        path="/pelatihan",
        enrolment=enrolment,
        page=page,
    )


def tell_result(enrolment: Enrolment, page: BatchPage, person: Person) -> None:
    """Tell somebody who did not pass, and why."""
    _tell(
        person,
        "training_not_passed",
        f"Hasil {_name(page)}: {labels.STATUSES[EnrolmentStatus(enrolment.status)][0].lower()}. {enrolment.reason}",
        path=_path(page),
        enrolment=enrolment,
        page=page,
    )


def tell_certificate(enrolment: Enrolment, page: BatchPage, person: Person, hours: str) -> None:
    _tell(
        person,
        "training_certificate",
        f"Sertifikat {_name(page)} sudah terbit. {hours} JP masuk ke catatan Anda.",
        path="/sertifikat",
        enrolment=enrolment,
        page=page,
        hours=hours,
    )


def tell_passed(enrolment: Enrolment, page: BatchPage, person: Person, hours: str) -> None:
    """Tell somebody who passed a programme that gives no certificate."""
    _tell(
        person,
        "training_passed",
        f"Anda lulus {_name(page)}. {hours} JP masuk ke catatan Anda.",
        path=_path(page),
        enrolment=enrolment,
        page=page,
        hours=hours,
    )


def tell_withdrawn(enrolment: Enrolment, page: BatchPage, person: Person) -> None:
    """Confirm that somebody gave their seat back, and take the meetings out of their calendar."""
    _tell(
        person,
        "training_withdrawn",
        f"Pendaftaran Anda di {_name(page)} sudah dibatalkan.",
        path=_path(page),
        enrolment=enrolment,
        page=page,
        occasion=f"ke-{enrolment.changes}",
        calendar=calendar_of(page, method="CANCEL", changes=enrolment.changes),
    )


def tell_assignment(
    enrolment: Enrolment, page: BatchPage, person: Person, *, accepted: bool, note: str, occasion: str
) -> None:
    """Tell somebody what became of the work they handed in."""
    what = "diterima" if accepted else "perlu diperbaiki"
    _tell(
        person,
        "training_assignment",
        f"Tugas Anda untuk {_name(page)} {what}." + (f" {note}" if note else ""),
        path=f"{_path(page)}/tugas",
        enrolment=enrolment,
        page=page,
        occasion=occasion,
        outcome=what,
        note=note,
    )


def calendar_of(page: BatchPage, *, method: str, dropped: Meeting | None = None, changes: int = 0) -> str:
    """The batch's meetings as a calendar file that travels with a letter."""
    address = addresses.absolute(_path(page))
    meetings = batches.meetings(page.batch.id)
    return calendars.of_batch(
        page, meetings, address, timezone(), method=method, dropped=dropped, changes=changes
    ).decode()


def tell_cancelled(enrolment: Enrolment, page: BatchPage, person: Person, *, calendar: str) -> None:
    """Tell somebody that the batch is called off, and take it out of their calendar."""
    _tell(
        person,
        "training_cancelled",
        f"{_name(page)} dibatalkan: {page.batch.cancel_reason}",
        path=_path(page),
        enrolment=enrolment,
        page=page,
        reason=page.batch.cancel_reason,
        calendar=calendar,
    )


def tell_rescheduled(
    enrolment: Enrolment, page: BatchPage, person: Person, *, calendar: str, days: list[str], held: str = ""
) -> None:
    """Tell somebody that the schedule changed, once for each change; who has no seat gets no ``calendar``.

    ``held`` says what becomes of the seats they hold for others besides.
    """
    _tell(
        person,
        "training_rescheduled",
        f"Jadwal {_name(page)} berubah. Periksa waktunya." + (f" {held}" if held else ""),
        path=_path(page),
        enrolment=enrolment,
        page=page,
        occasion=f"v{page.batch.version}",
        calendar=calendar,
        days=days,
        held=held,
    )


def tell_excuse(enrolment: Enrolment, page: BatchPage, person: Person, notice: AbsenceNotice, meeting: Meeting) -> None:
    """Tell somebody whether the organiser excuses them from a meeting."""
    day = wording.full_date(wording.local(meeting.starts_at, timezone()).date())
    accepted = notice.status == AbsenceStatus.ACCEPTED
    verdict = "Panitia menerima izin Anda" if accepted else "Panitia tidak menerima izin Anda"
    _tell(
        person,
        "training_excuse",
        f"{verdict} untuk {_name(page)}, {day}.",
        path=f"/pelatihan/pertemuan/{meeting.id}/kabar",
        enrolment=enrolment,
        page=page,
        occasion=f"excuse:{notice.id}:{(notice.decided_at or notice.sent_at).isoformat()}",
        verdict=f"{verdict} untuk {day}.",
        reason=notice.answer,
    )


def tell_outlook(enrolment: Enrolment, page: BatchPage, person: Person, outlook: Outlook) -> None:
    """Tell somebody that their attendance does not suffice any more, or not so far."""
    lost = outlook.prospect is Prospect.LOST
    name = _name(page)
    _tell(
        person,
        "training_attendance",
        f"Syarat kehadiran {name} tidak tercapai lagi." if lost else f"Kehadiran Anda di {name} di bawah syarat.",
        path=_path(page),
        enrolment=enrolment,
        page=page,
        occasion=f"attendance:{outlook.prospect}:{outlook.attended}:{outlook.decided}:{outlook.meetings}",
        finding=attendance_labels.outlook(outlook),
    )


def _tell(
    person: Person,
    kind: str,
    say: str,
    *,
    path: str,
    enrolment: Enrolment,
    page: BatchPage,
    occasion: str = "",
    **facts: Any,
) -> None:
    occasion = occasion or (enrolment.decided_at or enrolment.offer_expires_at or enrolment.requested_at).isoformat()
    notifications.tell(
        Recipient(person.employee_id, person.name, person.email),
        kind,
        say,
        path=path,
        key=f"{enrolment.id}:{enrolment.status}:{occasion}",
        batch=_name(page),
        dates=_dates(page.batch),
        place=wording.where(page.batch.place, page.batch.city),
        **facts,
    )


def _name(page: BatchPage) -> str:
    return labels.batch_name(page.title, page.batch.number)


def _dates(batch: Batch) -> str:
    return wording.date_range(batch.starts_on, batch.ends_on)


def _path(page: BatchPage) -> str:
    return f"/pelatihan/angkatan/{page.batch.id}"
