"""Tables of surveys: instruments, waves, and answers apart from those who gave them."""

from app.surveys.models.answers import NamedAnswer, SurveyAnswer, SurveyParticipation
from app.surveys.models.instruments import (
    Direction,
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    VersionStatus,
)
from app.surveys.models.live import GroupCheck, GroupCheckAnswer, GroupCheckMark, LiveStatus
from app.surveys.models.waves import (
    PopulationKind,
    PopulationRule,
    SurveyGroup,
    SurveyWave,
    WaveInstrument,
    WaveMode,
    WaveStatus,
)

__all__ = [
    "Direction",
    "GroupCheck",
    "GroupCheckAnswer",
    "GroupCheckMark",
    "Instrument",
    "InstrumentDimension",
    "InstrumentItem",
    "InstrumentVersion",
    "ItemKind",
    "LiveStatus",
    "NamedAnswer",
    "PopulationKind",
    "PopulationRule",
    "SurveyAnswer",
    "SurveyGroup",
    "SurveyParticipation",
    "SurveyWave",
    "VersionStatus",
    "WaveInstrument",
    "WaveMode",
    "WaveStatus",
]
