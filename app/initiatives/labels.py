"""Indonesian words for initiatives."""

from app.initiatives.models import ImpactKind, InitiativeStatus

STATUSES = {
    InitiativeStatus.DRAFT: ("Rancangan", ""),
    InitiativeStatus.RUNNING: ("Berjalan", "info"),
    InitiativeStatus.ENDED: ("Selesai", "good"),
    InitiativeStatus.CANCELLED: ("Dibatalkan", "bad"),
}
IMPACTS = {
    ImpactKind.STRUCTURE: "Susunan organisasi",
    ImpactKind.POST: "Jabatan",
    ImpactKind.DUTIES: "Tugas",
    ImpactKind.PLACE: "Tempat kerja",
    ImpactKind.SYSTEM: "Aplikasi atau cara kerja",
}
DEGREES = {1: "Sedikit", 2: "Sedang", 3: "Besar"}
