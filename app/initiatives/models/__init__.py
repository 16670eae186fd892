"""The tables of initiatives: the change and whom it concerns, its stages and team, and what is noted about it."""

from app.initiatives.models.changes import (
    AffectedPerson,
    AffectedPosition,
    AffectedUnit,
    ImpactKind,
    Initiative,
    InitiativeStatus,
    UnitView,
)
from app.initiatives.models.entries import Cause, Decision, Message, Risk, RiskState, Stakeholder, StakeholderKind
from app.initiatives.models.indicators import Direction, Indicator, Reading
from app.initiatives.models.stages import Stage, StagePaper, StagePattern
from app.initiatives.models.team import MemberRole, TeamMember

__all__ = [
    "AffectedPerson",
    "AffectedPosition",
    "AffectedUnit",
    "Cause",
    "Decision",
    "Direction",
    "ImpactKind",
    "Indicator",
    "Initiative",
    "InitiativeStatus",
    "MemberRole",
    "Message",
    "Reading",
    "Risk",
    "RiskState",
    "Stage",
    "StagePaper",
    "StagePattern",
    "Stakeholder",
    "StakeholderKind",
    "TeamMember",
    "UnitView",
]
