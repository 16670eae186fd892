"""Indonesian words for actions and what they answer."""

from app.interventions.catalogue import shipped
from app.interventions.models import ActionStatus, Effort, TargetKind, VerifiedBy
from app.surveys import reference
from app.surveys.labels import SEGMENTS

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
# What an action answers, in the words the houses below use: elements, causes of the checklist, and segments.
TARGETS: dict[str, str] = (
    {one.code: one.title for one in reference.shipped()["adkar15"].dimensions}
    | {one.code: one.title for one in reference.causes()}
    | {one.value: words for one, words in SEGMENTS.items()}
)


def target(code: str) -> str:
    """The words of a target; the code itself where a government named a cause of its own."""
    return TARGETS.get(code, code)


def kind_of(code: str) -> TargetKind:
    """What kind of target a code is, by the catalogue."""
    return next(one.target_kind for one in shipped() if one.target_code == code)
