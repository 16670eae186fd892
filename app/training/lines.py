"""Rules of the one line of a programme, of interest without dates, and of seats a superior fills. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from app.base.errors import RuleBroken
from app.training.models import Batch, BatchStatus, EnrolmentPolicy
from app.training.rules import KeptSeats, NotOpen, TooLate, WrongField

NOT_OF_THE_TEAM = "Pilih hanya dari orang di tim Anda. Muat ulang halaman kalau daftarnya sudah lama terbuka."


class AlreadySeated(RuleBroken):
    heading = "Anda sudah punya kursi"


class HasDates(RuleBroken):
    message = "Program ini sudah punya jadwal. Daftar langsung di angkatan yang Anda pilih."
    heading = "Jadwalnya sudah ada"


class HoldGone(RuleBroken):
    message = "Kursi yang dipesan ini sudah lewat batas waktunya, jadi sudah dilepas untuk yang lain."
    heading = "Pesanan kursi sudah lepas"


class NotNominated(RuleBroken):
    """Some of the people chosen cannot be nominated; ``faults`` has a sentence for each, by employee."""

    status = 422
    heading = "Belum ada yang diusulkan"

    def __init__(self, faults: Mapping[int, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def decision_deadline(at: datetime, hours: int, first_meeting_at: datetime | None) -> datetime:
    """Until when a superior may decide: so many hours, and no longer than until the batch begins."""
    latest = at + timedelta(hours=hours)
    return latest if first_meeting_at is None else max(at, min(latest, first_meeting_at))


def ensure_decided_in_time(decide_by: datetime | None, at: datetime, *, closed: str) -> None:
    if decide_by is not None and at >= decide_by:
        raise TooLate(f"Batas memutuskan permohonan ini sudah lewat ({closed}). Pegawai bisa mengajukannya lagi.")


def hold_deadline(at: datetime, hours: int, closes_at: datetime) -> datetime:
    """Until when seats stay held without a name: so many hours, and no longer than people may enrol."""
    return min(at + timedelta(hours=hours), closes_at)


def ensure_takes_names(batch: Batch, at: datetime, *, opens: str, closed: str) -> None:
    """A superior may name people whatever the policy, while enrolment is open."""
    if batch.status != BatchStatus.PUBLISHED:
        raise NotOpen("Angkatan ini tidak menerima usulan peserta.")
    if at < batch.enrolment_opens_at:
        raise NotOpen(f"Usulan untuk angkatan ini baru dibuka {opens}.")
    if at >= batch.enrolment_closes_at:
        raise TooLate(f"Usulan untuk angkatan ini sudah tutup {closed}. Hubungi panitia kalau masih perlu.")


def seats_for_unit(path: str, seats_left: int, kept: Sequence[KeptSeats]) -> int:
    """How many seats a unit may hold at once: every free one but those kept for other units."""
    return max(0, seats_left - sum(one.open for one in kept if not (path and path.startswith(one.path))))


def ensure_may_hold(batch: Batch, seats: int, free: int) -> None:
    if batch.policy == EnrolmentPolicy.TWO_STEPS:
        raise WrongField("seats", "Kursi angkatan ini ditentukan panitia. Usulkan namanya saja.")
    if free == 0:
        raise WrongField("seats", "Tidak ada kursi kosong untuk dipesan. Usulkan nama supaya masuk antrean.")
    if seats > free:
        raise WrongField("seats", f"Hanya {free} kursi yang bisa dipesan. Kurangi jumlahnya.")


def ensure_of_the_team(chosen: Iterable[int], team: Iterable[int]) -> None:
    """Nobody names people who answer to somebody else, or who are not there at all: the same words for both."""
    if set(chosen) - set(team):
        raise WrongField("people", NOT_OF_THE_TEAM)
