"""What people are told about interest, requests nobody decided, seats without a name, and batches short of people."""

from datetime import datetime
from typing import Any

from app.access.permissions import Role
from app.accounts.queries import grants
from app.base import wording
from app.base.clock import now
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation.queries import Person
from app.training import labels
from app.training.models import Enrolment, EnrolmentStatus, SeatHold
from app.training.queries.batches import BatchPage
from app.training.services.moments import in_words, local_today

TEAM = "/pelatihan/usulan"


def recipient(person: Person) -> Recipient:
    return Recipient(person.employee_id, person.name, person.email)


def organisers(government_id: int) -> list[Recipient]:
    """Everybody who runs training in a government."""
    day = local_today()
    found = {
        row.id: Recipient(row.id, row.name, row.email)
        for role in (Role.ORGANISER, Role.HR)
        for row in grants.holders(government_id, role, day, limit=20)
    }
    return list(found.values())


def tell_undecided(
    enrolment: Enrolment,
    page: BatchPage,
    person: Person,
    superior: Person | None,
    *,
    waited_for: EnrolmentStatus,
    deadline: datetime,
) -> None:
    """Tell the person and whoever should have decided that the request ended by itself."""
    name, until = _name(page), in_words(deadline)
    at_superior = waited_for == EnrolmentStatus.REQUESTED
    who = (superior.name if superior else "Atasan Anda") if at_superior else "Panitia"
    key = f"{enrolment.id}:{deadline.isoformat()}"
    say = f"{who} tidak memutuskan permohonan Anda mengikuti {name} sampai {until}, jadi permohonannya berakhir."
    path = f"/pelatihan/angkatan/{page.batch.id}"
    _tell(recipient(person), "training_undecided", say, path=path, key=key, page=page, who=who, until=until)
    told = [recipient(superior)] if at_superior and superior else []
    if not at_superior:
        told = organisers(page.batch.government_id)
    for one in told:
        _tell(
            one,
            "training_lapsed",
            f"Permohonan {person.name} mengikuti {name} berakhir {until} tanpa keputusan.",
            path="/pelatihan/persetujuan" if at_superior else "/pelatihan/kelola/permohonan",
            key=f"{key}:{one.employee_id}",
            page=page,
            requester=person.name,
            until=until,
        )


def tell_interest_kept(page: BatchPage, person: Person, reason: str) -> None:
    """The programme has dates now, but not for this person; their interest stays for the next."""
    _tell(
        recipient(person),
        "training_interest_kept",
        f"{_name(page)} sudah dibuka, tetapi belum bisa untuk Anda. {reason} Minat Anda tetap tercatat.",
        path=f"/pelatihan/angkatan/{page.batch.id}",
        key=f"{page.batch.id}:{person.employee_id}",
        page=page,
        reason=reason,
    )


def tell_hold_lapsed(hold: SeatHold, page: BatchPage, superior: Person) -> None:
    """Tell the superior and the organisers that seats held without a name are free again."""
    seats, name = labels.seats(hold.seats), _name(page)
    until, key = in_words(hold.expires_at), f"{hold.id}:{hold.expires_at.isoformat()}"
    _tell(
        recipient(superior),
        "training_hold_lapsed",
        f"{seats} yang Anda pesan di {name} belum diberi nama sampai {until}, jadi sudah dilepas.",
        path=f"{TEAM}/{page.batch.id}",
        key=key,
        page=page,
        seats=seats,
        until=until,
    )
    for one in organisers(page.batch.government_id):
        if one.employee_id != superior.employee_id:
            _tell(
                one,
                "training_hold_freed",
                f"{seats} pesanan {superior.name} di {name} dilepas karena belum diberi nama.",
                path=f"/pelatihan/kelola/{page.batch.id}",
                key=f"{key}:{one.employee_id}",
                page=page,
                seats=seats,
                superior=superior.name,
            )


def tell_hold_cancelled(hold: SeatHold, page: BatchPage, superior: Person) -> None:
    """Tell a superior who held seats that the batch is called off."""
    _tell(
        recipient(superior),
        "training_hold_cancelled",
        f"{_name(page)} dibatalkan, jadi {labels.seats(hold.seats)} pesanan Anda ikut lepas.",
        path=f"/pelatihan/angkatan/{page.batch.id}",
        key=f"{hold.id}:cancelled",
        page=page,
        seats=labels.seats(hold.seats),
        reason=page.batch.cancel_reason,
    )


def tell_hold_moved(hold: SeatHold, page: BatchPage, superior: Person, *, days: list[str]) -> None:
    """Tell a superior who holds seats that the batch moved to other days, once for each time."""
    may_name, held = hold.expires_at > now(), about(hold)
    _tell(
        recipient(superior),
        "training_hold_moved",
        f"Jadwal {_name(page)} berubah. {held}",
        path=f"{TEAM}/{page.batch.id}" if may_name else f"/pelatihan/angkatan/{page.batch.id}",
        key=f"{hold.id}:v{page.batch.version}",
        page=page,
        seats=labels.seats(hold.seats),
        held=held,
        days=days,
    )


def about(hold: SeatHold) -> str:
    """What becomes of seats held without a name once their batch has moved."""
    if hold.expires_at > now():
        return (
            f"{labels.seats(hold.seats)} yang Anda pesan tetap untuk Anda. Beri nama paling lambat "
            f"{in_words(hold.expires_at)}."
        )
    return f"Pendaftarannya jadi sudah ditutup, maka {labels.seats(hold.seats)} yang Anda pesan dilepas."


def tell_short(page: BatchPage, people: int) -> None:
    """Ask the organisers to decide on a batch with too few people."""
    least = page.batch.min_participants or 0
    for one in organisers(page.batch.government_id):
        _tell(
            one,
            "training_short",
            f"{_name(page)} baru {people} orang, padahal paling sedikit {least}. Putuskan: lanjut atau batalkan.",
            path=f"/pelatihan/kelola/{page.batch.id}",
            key=f"{page.batch.id}:{one.employee_id}",
            page=page,
            people=people,
            least=least,
        )


def _tell(one: Recipient, kind: str, say: str, *, path: str, key: str, page: BatchPage, **facts: Any) -> None:
    notifications.tell(
        one,
        kind,
        say,
        path=path,
        key=key,
        batch=_name(page),
        dates=wording.date_range(page.batch.starts_on, page.batch.ends_on),
        place=wording.where(page.batch.place, page.batch.city),
        **facts,
    )


def _name(page: BatchPage) -> str:
    return labels.batch_name(page.title, page.batch.number)
