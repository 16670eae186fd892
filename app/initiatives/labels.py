"""Indonesian words for initiatives."""

from datetime import date

from app.base import wording
from app.initiatives import entry_rules, reference
from app.initiatives.models import (
    Direction,
    ImpactKind,
    InitiativeStatus,
    MemberRole,
    RiskState,
    Stage,
    StakeholderKind,
)
from app.initiatives.stage_rules import StageState

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
MEMBERS = {
    MemberRole.SPONSOR: "Penanggung jawab",
    MemberRole.LEAD: "Ketua tim",
    MemberRole.MEMBER: "Anggota tim",
    MemberRole.AGENT: "Agen perubahan",
}
STAGES = {
    StageState.UNPLANNED: ("Belum dijadwalkan", ""),
    StageState.PLANNED: ("Direncanakan", ""),
    StageState.RUNNING: ("Berjalan", "info"),
    StageState.LATE: ("Terlambat", "bad"),
    StageState.AT_GATE: ("Menunggu syarat lolos", "wait"),
    StageState.PASSED: ("Lolos", "good"),
}
STAKEHOLDERS = {StakeholderKind.GROUP: "Kelompok", StakeholderKind.OFFICIAL: "Pejabat (menurut jabatan)"}
STANCES = {step: words.capitalize() for step, words in entry_rules.STANCES.items()}
LEVELS = {1: "1, sangat kecil", 2: "2, kecil", 3: "3, sedang", 4: "4, besar", 5: "5, sangat besar"}
RISKS = {
    RiskState.OPEN: ("Terbuka", "wait"),
    RiskState.HANDLED: ("Terkendali", "good"),
    RiskState.HAPPENED: ("Terjadi", "bad"),
    RiskState.CLOSED: ("Ditutup", ""),
}
DIRECTIONS = {Direction.UP: "Naik lebih baik", Direction.DOWN: "Turun lebih baik"}
UNIT_DEGREES = {0: "Tidak terasa"} | DEGREES


def cause(code: str, own_words: str) -> str:
    return own_words or reference.causes().get(code, code)


def step(stage: Stage, state: StageState) -> str:
    """When a stage was, is or will be, for those it concerns."""
    match state:
        case StageState.PASSED | StageState.AT_GATE:
            return f"selesai {wording.plain_date(stage.ended_on)}" if stage.ended_on else "selesai"
        case StageState.RUNNING:
            return f"sampai {wording.plain_date(stage.ends_on)}" if stage.ends_on else "sedang berjalan"
        case StageState.LATE:
            return "lebih lama dari rencana"
        case StageState.PLANNED if stage.starts_on:
            return f"mulai {wording.plain_date(stage.starts_on)}"
    return "belum dijadwalkan"


def between(first: date | None, last: date | None) -> str:
    """Days of a stage in words, where one or both may be open."""
    if first and last:
        return wording.date_range(first, last)
    if first:
        return f"Sejak {wording.plain_date(first)}"
    return f"Sampai {wording.plain_date(last)}" if last else "–"
