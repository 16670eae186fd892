"""Indonesian words for posts and people."""

from app.organisation.models import EmployeeKind, LeavingReason, PlacementKind, PositionTier, SuccessionKind

TIERS = {
    PositionTier.JPT_UTAMA: "JPT Utama",
    PositionTier.JPT_MADYA: "JPT Madya",
    PositionTier.JPT_PRATAMA: "JPT Pratama",
    PositionTier.ADMINISTRATOR: "Administrator",
    PositionTier.PENGAWAS: "Pengawas",
    PositionTier.PELAKSANA: "Pelaksana",
    PositionTier.JF_PEMULA: "JF Pemula",
    PositionTier.JF_TERAMPIL: "JF Terampil",
    PositionTier.JF_MAHIR: "JF Mahir",
    PositionTier.JF_PENYELIA: "JF Penyelia",
    PositionTier.JF_AHLI_PERTAMA: "JF Ahli Pertama",
    PositionTier.JF_AHLI_MUDA: "JF Ahli Muda",
    PositionTier.JF_AHLI_MADYA: "JF Ahli Madya",
    PositionTier.JF_AHLI_UTAMA: "JF Ahli Utama",
}
KINDS = {EmployeeKind.PNS: "PNS", EmployeeKind.CPNS: "CPNS", EmployeeKind.PPPK: "PPPK"}
REASONS = {
    LeavingReason.PENSION: "Pensiun karena batas usia",
    LeavingReason.OWN_REQUEST: "Atas permintaan sendiri",
    LeavingReason.DEATH: "Meninggal dunia",
    LeavingReason.TRANSFER: "Pindah ke instansi lain",
    LeavingReason.DISMISSED: "Diberhentikan",
    LeavingReason.CONTRACT_OVER: "Masa kontrak berakhir",
    LeavingReason.OTHER: "Lainnya",
}
PLACEMENTS = {PlacementKind.DEFINITIVE: "Definitif", PlacementKind.PLT: "Plt.", PlacementKind.PLH: "Plh."}
SUCCESSIONS = {
    SuccessionKind.RENAMED: "Berganti nama",
    SuccessionKind.MOVED: "Pindah induk",
    SuccessionKind.MERGED: "Digabung",
    SuccessionKind.SPLIT: "Dipecah",
}
PLACEMENTS_LONG = {
    PlacementKind.DEFINITIVE: "Definitif",
    PlacementKind.PLT: "Pelaksana tugas (Plt.)",
    PlacementKind.PLH: "Pelaksana harian (Plh.)",
}
UNIT_KINDS = {
    "regional_unit": "Perangkat daerah",
    "secretariat": "Sekretariat",
    "division": "Bidang atau bagian",
    "section": "Seksi atau subbagian",
    "technical_unit": "UPTD atau instalasi",
}


def stand_in_title(kind: str, title: str) -> str:
    """A post as its holder is addressed: "Plt. Kepala Dinas"."""
    return title if kind in ("", PlacementKind.DEFINITIVE) else f"{PLACEMENTS[PlacementKind(kind)]} {title}"


def reason(code: str) -> str:
    """Why somebody leaves or left."""
    return REASONS[LeavingReason(code)] if code else "Belum dicatat"


def unit_kind(kind: str) -> str:
    """A kind of unit in words; imported ones may bring kinds of their own."""
    return UNIT_KINDS.get(kind, kind.replace("_", " ").capitalize())
