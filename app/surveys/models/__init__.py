"""Tables of surveys: instruments, waves, and answers apart from those who gave them."""

from app.surveys.models.answers import NamedAnswer, SurveyAnswer, SurveyParticipation, SurveyText
from app.surveys.models.instruments import (
    Direction,
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    VersionStatus,
)
from app.surveys.models.waves import (
    PopulationKind,
    PopulationRule,
    SurveyGroup,
    SurveySlips,
    SurveyWave,
    WaveInstrument,
    WaveMode,
    WaveStatus,
)

__all__ = [
    "Direction",
    "Instrument",
    "InstrumentDimension",
    "InstrumentItem",
    "InstrumentVersion",
    "ItemKind",
    "NamedAnswer",
    "PopulationKind",
    "PopulationRule",
    "SurveyAnswer",
    "SurveyGroup",
    "SurveyParticipation",
    "SurveySlips",
    "SurveyText",
    "SurveyWave",
    "VersionStatus",
    "WaveInstrument",
    "WaveMode",
    "WaveStatus",
]
