"""Who signs for a post on a day: its stand-in by date (Plh before Plt), else its definitive holder."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.base.database import db
from app.organisation.models import Employee, Placement, PlacementKind, Position
from app.organisation.queries import holds_on, rank_of_placement


@dataclass(frozen=True)
class Signatory:
    """Whoever signs, as the block under a document names them. ``kind`` says in which capacity."""

    employee_id: int
    name: str
    nip: str
    rank: str
    position: str
    kind: PlacementKind

    @property
    def title(self) -> str:
        """The post as it stands above the signature, as in "Plt. Kepala BKPSDM"."""
        prefix = {PlacementKind.PLT: "Plt. ", PlacementKind.PLH: "Plh. "}.get(self.kind, "")
        return f"{prefix}{self.position}"


def signatory_of(position_id: int, day: date) -> Signatory | None:
    """Who signs for this post on a day; None where the post is vacant."""
    statement = (
        select(Employee.id, Employee.name, Employee.nip, Employee.rank, Position.title, Placement.kind)
        .join(Placement, Placement.employee_id == Employee.id)
        .join(Position, Position.id == Placement.position_id)
        .where(Placement.position_id == position_id, holds_on(Placement, day), Employee.active)
        .order_by(rank_of_placement(Placement), Placement.id)
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return None if row is None else Signatory(row[0], row[1], row[2], row[3] or "", row[4], PlacementKind(row[5]))
