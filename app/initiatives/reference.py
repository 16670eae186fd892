"""What this house ships: the stages a restructuring goes through, and the usual causes of holding back."""

import csv
from functools import cache
from pathlib import Path

from app.initiatives.facts import StageFacts

FOLDER = Path(__file__).parent / "data"
AGENT_ROLES = ("Katalis", "Penggerak perubahan", "Pemberi solusi", "Mediator", "Penghubung")


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def stages() -> tuple[StageFacts, ...]:
    """The list a government begins with until it has one of its own."""
    return tuple(
        StageFacts(
            name=row["name"],
            about=row["about"],
            documents=tuple(one.strip() for one in row["documents"].split(";")),
            lead=row["lead"],
            gate=row["gate"],
            basis=row["basis"],
        )
        for row in _rows("stages.csv")
    )


@cache
def causes() -> dict[str, str]:
    """Names by the code that surveys and interventions use for the same cause."""
    return {row["code"]: row["name"] for row in _rows("causes.csv")}
