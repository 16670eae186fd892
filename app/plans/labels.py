"""Words for plans."""

from decimal import Decimal

from app.base import wording
from app.organisation import labels as organisation
from app.organisation.models import PositionTier
from app.plans.models import Basis, CostPer, LineStatus, PlanLine, PlanMove, PlanStatus, Toward
from app.plans.models.horizon import HorizonTarget
from app.plans.models.needs import NeedStatus
from app.plans.rules.targets import whole_rupiah

STATUSES: dict[PlanStatus, tuple[str, str]] = {
    PlanStatus.DRAFT: ("Rancangan", "wait"),
    PlanStatus.SUBMITTED: ("Menunggu penetapan PPK", "wait"),
    PlanStatus.ESTABLISHED: ("Ditetapkan", "good"),
    PlanStatus.RUNNING: ("Sedang dilaksanakan", "info"),
    PlanStatus.CLOSED: ("Ditutup", "good"),
    PlanStatus.SUPERSEDED: ("Diganti revisi", "info"),
}
MOVES = {
    PlanMove.SUBMIT: "Ajukan ke PPK",
    PlanMove.TAKE_BACK: "Kembalikan ke rancangan",
    PlanMove.ESTABLISH: "Catat penetapan PPK",
    PlanMove.RUN: "Jadikan angkatan",
    PlanMove.CLOSE: "Tutup rencana",
    PlanMove.REVISE: "Buat revisi",
}
NEXT = {
    PlanStatus.DRAFT: "PyB menyiapkan rencana. Lengkapi kegiatannya, bandingkan dengan dana dan pengajar, lalu ajukan.",
    PlanStatus.SUBMITTED: "Surat dan lampirannya terbit. Catat nomor dan tanggal keputusan begitu PPK menetapkan.",
    PlanStatus.ESTABLISHED: "Isi rencana sudah tetap. Jadikan kegiatannya angkatan, lengkap dengan pesertanya.",
    PlanStatus.RUNNING: "Angkatannya sudah dibuat. Realisasinya muncul di samping rencana.",
    PlanStatus.CLOSED: "Tahunnya sudah selesai. Rencana dan realisasinya tetap bisa dibaca dan dicetak.",
    PlanStatus.SUPERSEDED: "Versi ini sudah diganti revisi. Isinya disimpan seperti saat ditetapkan.",
}
BASES = {
    Basis.COMPETENCY: "Kesenjangan kompetensi",
    Basis.PERFORMANCE: "Kesenjangan kinerja",
    Basis.ORGANISATION: "Kebutuhan organisasi",
}
TOWARDS = {Toward.PRESENT: "Jabatan kini", Toward.NEXT: "Jabatan berikutnya"}
# As an address says it.
ASKED = {Toward.PRESENT: "kini", Toward.NEXT: "berikutnya"}
LINES: dict[LineStatus, tuple[str, str]] = {
    LineStatus.PLANNED: ("Direncanakan", "info"),
    LineStatus.DROPPED: ("Dicoret", "bad"),
    LineStatus.MERGED: ("Digabung", "info"),
}
COST_PER = {CostPer.PERSON: "per peserta", CostPer.TOTAL: "seluruh kegiatan"}
NEEDS: dict[NeedStatus, tuple[str, str]] = {
    NeedStatus.STATED: ("Menunggu BKPSDM", "wait"),
    NeedStatus.TAKEN: ("Masuk rencana", "good"),
    NeedStatus.DECLINED: ("Tidak diambil", "bad"),
}
PRIORITIES = {1: ("Tinggi", "bad"), 2: ("Sedang", "wait"), 3: ("Rendah", "info")}
# Usual sources; any other may be typed.
FUND_SOURCES = ("APBD", "APBN", "Tanpa biaya")


def month(number: int) -> str:
    return str(wording.MONTHS[number - 1])


def rupiah(amount: Decimal | None) -> str:
    """Rp 1.250.000, without the sen an average may bring."""
    return "–" if amount is None else f"Rp\u00a0{wording.number(whole_rupiah(amount))}"


def hours(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{wording.number(amount)}\u00a0JP"


def asked_toward(text: str) -> Toward | None:
    """For which post an address asks; None where it asks for both."""
    return next((one for one, word in ASKED.items() if word == text), None)


def origin(target: HorizonTarget) -> str:
    """Where a target of several years comes from, and for which post where it is not the present one."""
    words = "rencana tahunan" if target.is_planned else "sisa kesenjangan"
    return f"{words}, jabatan berikutnya" if target.toward == Toward.NEXT else words


def tier(name: str) -> str:
    return organisation.TIERS[PositionTier(name)] if name else "Beberapa jenjang"


def levels(line: PlanLine) -> str:
    """1→2, or only the level to reach."""
    if line.level_to is None:
        return ""
    return f"{line.level_from}→{line.level_to}" if line.level_from is not None else f"level {line.level_to}"


def seats(line: PlanLine) -> str:
    return f"{line.classes} kelas, {line.seats} kursi" if line.classes > 1 else f"{line.seats} kursi"


def whose(unit: str, government: str) -> str:
    return unit or government
