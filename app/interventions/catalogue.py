"""The interventions that are shipped: what answers which barrier, cause or segment (reference, section 2.4)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.interventions.models import Effort, OwnIntervention, TargetKind

FILE = Path(__file__).parent / "data" / "intervention_catalogue.csv"
OWN = "own-"


@dataclass(frozen=True)
class Intervention:
    """One of the catalogue; the code of an own one begins with ``own-``. ``days`` is how long it usually takes."""

    code: str
    target_kind: TargetKind
    target_code: str
    name: str
    description: str
    effort: Effort
    days: int
    evidence: str
    is_own: bool = False


@cache
def shipped() -> tuple[Intervention, ...]:
    """The shipped interventions in the order of their file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Intervention(
                row["intervention_code"],
                TargetKind(row["target_type"]),
                row["target_code"],
                row["name_id"],
                f"{row['description_id']}.",
                Effort(row["effort"]),
                int(row["typical_duration_days"]),
                row["evidence_of_completion_id"],
            )
            for row in csv.DictReader(file)
        )


def of_own(row: OwnIntervention) -> Intervention:
    return Intervention(
        f"{OWN}{row.id}",
        TargetKind(row.target_kind),
        row.target_code,
        row.name,
        row.description,
        Effort(row.effort),
        row.days,
        row.evidence,
        is_own=True,
    )
