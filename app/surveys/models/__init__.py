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
from app.surveys.models.measures import SurveyMeasures
from app.surveys.models.results import (
    FigureKind,
    NodeKind,
    SurveyFigure,
    SurveyNode,
    SurveyReport,
    SurveyText,
    TextState,
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
    "FigureKind",
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
    "NodeKind",
    "PopulationKind",
    "PopulationRule",
    "SurveyAnswer",
    "SurveyFigure",
    "SurveyGroup",
    "SurveyMeasures",
    "SurveyNode",
    "SurveyParticipation",
    "SurveyReport",
    "SurveySlips",
    "SurveyText",
    "SurveyWave",
    "TextState",
    "VersionStatus",
    "WaveInstrument",
    "WaveMode",
    "WaveStatus",
]
