"""Indonesian words for posts and people."""

from app.organisation.models import EmployeeKind, PlacementKind, PositionTier, SuccessionKind

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
PLACEMENTS = {PlacementKind.DEFINITIVE: "Definitif", PlacementKind.PLT: "Plt.", PlacementKind.PLH: "Plh."}
SUCCESSIONS = {
    SuccessionKind.RENAMED: "Berganti nama",
    SuccessionKind.MOVED: "Pindah induk",
    SuccessionKind.MERGED: "Digabung",
    SuccessionKind.SPLIT: "Dipecah",
}
