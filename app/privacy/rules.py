"""When somebody may ask, who may decide, and by when."""

from datetime import datetime, timedelta

from app.base.errors import RuleBroken
from app.privacy.models import PrivacyRequest, RequestStatus


class AlreadyAsked(RuleBroken):
    message = "Permintaan yang sama masih menunggu keputusan. Tunggu jawabannya, atau tarik dulu yang lama."
    heading = "Sudah Anda minta"


class AlreadyDecided(RuleBroken):
    message = "Permintaan ini sudah selesai. Buka lagi daftarnya untuk melihat keputusannya."
    heading = "Sudah diputus"


class OwnRequest(RuleBroken):
    message = "Permintaan Anda sendiri diputus petugas lain."
    heading = "Bukan untuk Anda putus"


class NotRestricted(RuleBroken):
    message = "Data pegawai ini sedang tidak dibatasi."
    heading = "Tidak ada yang dicabut"


def due_at(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)


def is_late(request: PrivacyRequest, at: datetime) -> bool:
    return request.status == RequestStatus.WAITING and request.due_at < at


def ensure_waiting(request: PrivacyRequest) -> None:
    if request.status != RequestStatus.WAITING:
        raise AlreadyDecided


def ensure_may_decide(request: PrivacyRequest, employee_id: int | None) -> None:
    """Nobody decides about their own data (security A8), and nothing is decided twice."""
    if request.employee_id == employee_id:
        raise OwnRequest
    ensure_waiting(request)
