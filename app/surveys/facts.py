"""What somebody typed about a wave, and what is told about one."""

from dataclasses import dataclass
from datetime import datetime

from app.surveys.models import WaveMode


@dataclass(frozen=True)
class WaveFacts:
    """A wave as it is drafted. ``version_ids`` are asked in this order."""

    title: str
    purpose: str
    change_name: str
    mode: WaveMode
    minimum_group: int
    closes_at: datetime | None
    version_ids: tuple[int, ...]
    initiative_id: int | None = None
    previous_id: int | None = None
