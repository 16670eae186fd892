"""What surveys are read by, as dated editions: the latest that began holds, and none is ever changed."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned
from app.base.types import Exact


class SurveyMeasures(Numbered, GovernmentOwned, Model):
    """Bands of a mean on five points, and what an instrument has to show before it is called steady."""

    __tablename__ = "survey_measures"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "number"),
        UniqueConstraint("government_id", "valid_from"),
        CheckConstraint("least_people >= 3", name="least_people_of_three"),
        CheckConstraint("least_alpha >= 0", name="least_alpha_from_nothing"),
        CheckConstraint("least_item_rest >= 0", name="least_item_rest_from_nothing"),
    )

    number: Mapped[int]
    valid_from: Mapped[date]
    bands: Mapped[dict[str, Any]]
    least_people: Mapped[int]
    least_alpha: Mapped[Decimal] = mapped_column(Exact(4, 2))
    least_item_rest: Mapped[Decimal] = mapped_column(Exact(4, 2))
    source: Mapped[str] = mapped_column(Text)
