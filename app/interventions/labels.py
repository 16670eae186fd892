"""Indonesian words for actions and what they answer."""

from app.interventions.models import ActionStatus, Effort, TargetKind, VerifiedBy

# Each with the kind of badge it wears.
STATUSES: dict[str, tuple[str, str]] = {
    ActionStatus.PROPOSED: ("Diusulkan", ""),
    ActionStatus.AGREED: ("Disanggupi", "info"),
    ActionStatus.IN_PROGRESS: ("Berjalan", "info"),
    ActionStatus.DONE: ("Selesai, menunggu diperiksa", "wait"),
    ActionStatus.VERIFIED: ("Terbukti", "good"),
    ActionStatus.DROPPED: ("Dihentikan", ""),
}
TARGET_KINDS = {
    TargetKind.BARRIER: "Titik hambat",
    TargetKind.CAUSE: "Sebab keberatan",
    TargetKind.SEGMENT: "Sikap kelompok",
}
EFFORTS = {Effort.LOW: "Ringan", Effort.MEDIUM: "Sedang", Effort.HIGH: "Berat"}
VERIFIED_BY = {VerifiedBy.WAVE: "Gelombang survei sesudahnya", VerifiedBy.EVIDENCE: "Bukti yang diperiksa"}
# Codes of the instruments and of the checklist of causes, as the reference names them.
TARGETS: dict[str, str] = {
    "awareness": "Kesadaran",
    "desire": "Kemauan",
    "knowledge": "Pengetahuan",
    "ability": "Kemampuan",
    "reinforcement": "Penguatan",
    "unclear_reason": "Alasan belum jelas",
    "routine_comfort": "Nyaman dengan cara lama",
    "loss_of_position": "Takut kehilangan jabatan atau tunjangan",
    "skill_gap": "Merasa kurang terampil",
    "workload": "Beban kerja",
    "low_trust": "Kurang percaya pada pimpinan",
    "past_failure": "Pengalaman gagal",
    "not_involved": "Tidak dilibatkan",
    "peer_pressure": "Pengaruh rekan",
    "poor_tools": "Alat tidak memadai",
    "unfair_placement": "Penempatan dirasa tidak adil",
    "family_location": "Lokasi dan keluarga",
    "supporter": "Mendukung",
    "anxious": "Siap, tetapi cemas",
    "sceptic": "Belum yakin",
    "open_resister": "Menentang terbuka",
    "passive": "Menunggu",
}


def target(code: str) -> str:
    """The words of a target; the code itself where a government named a cause of its own."""
    return TARGETS.get(code, code)


def kind_of(code: str) -> TargetKind:
    """What kind of target a shipped code is."""
    if code in {"awareness", "desire", "knowledge", "ability", "reinforcement"}:
        return TargetKind.BARRIER
    return (
        TargetKind.SEGMENT
        if code in {"supporter", "anxious", "sceptic", "open_resister", "passive"}
        else TargetKind.CAUSE
    )
