"""Before and after: how far an indicator moved, in which direction, and whether the values compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.base.errors import WrongField
from app.initiatives.models import Direction, Indicator, Reading

FEW = 30


@dataclass(frozen=True)
class Change:
    """From the baseline to a reading. ``is_better`` None: it did not move."""

    reading: Reading
    difference: Decimal
    is_better: bool | None
    is_reached: bool
    is_same_month: bool
    is_broken: bool
    is_small: bool

    @property
    def cautions(self) -> list[str]:
        found = []
        if self.is_broken:
            found.append("Cara menghitungnya berubah di antaranya, jadi tidak sebanding langsung.")
        if not self.is_same_month:
            found.append("Bulannya lain dari bulan nilai awal, jadi musim bisa berpengaruh.")
        if self.is_small:
            found.append(f"Datanya kurang dari {FEW}, jadi mudah berubah karena kebetulan.")
        return found


def changes(indicator: Indicator, readings: Sequence[Reading]) -> list[Change]:
    """Each reading against the baseline, by month; a break counts for its month and all after it."""
    found, is_broken = [], False
    for one in sorted(readings, key=lambda reading: reading.month):
        is_broken = is_broken or bool(one.breaks)
        found.append(_change(indicator, one, is_broken=is_broken))
    return found


def _change(indicator: Indicator, reading: Reading, *, is_broken: bool) -> Change:
    sign = 1 if indicator.direction == Direction.UP else -1
    difference = reading.value - indicator.baseline
    numbers = [one for one in (indicator.baseline_n, reading.n) if one is not None]
    return Change(
        reading,
        difference,
        None if difference == 0 else sign * difference > 0,
        is_reached=sign * (reading.value - indicator.target) >= 0,
        is_same_month=reading.month.month == indicator.baseline_month.month,
        is_broken=is_broken,
        is_small=bool(numbers) and min(numbers) < FEW,
    )


def ensure_target(baseline: Decimal, target: Decimal, direction: str) -> None:
    if baseline == target:
        raise WrongField("target", "Target sama dengan nilai awal, jadi tidak ada yang dituju.")
    if (target > baseline) != (direction == Direction.UP):
        raise WrongField("target", "Target berlawanan dengan arah yang diinginkan. Periksa arah atau nilainya.")


def ensure_month(field: str, month: date, day: date) -> None:
    if month > day:
        raise WrongField(field, "Bulan ini belum mulai, jadi belum ada nilainya.")
