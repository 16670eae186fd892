"""Official values: parts that do not add up, and how far an estimate is from them."""

from collections.abc import Iterable
from decimal import Decimal

# Published parts are rounded one by one (reference §11): up to this much a total may differ from their sum.
TOLERANCE = Decimal("0.05")


def parts_difference(total: Decimal, parts: Iterable[Decimal | None]) -> Decimal | None:
    """The total less its parts, or None where a part is missing."""
    known = list(parts)
    if any(one is None for one in known):
        return None
    return total - sum((one for one in known if one is not None), Decimal(0))


def is_off(difference: Decimal | None) -> bool:
    """Whether it is more than rounding."""
    return difference is not None and abs(difference) > TOLERANCE


def distance(estimate: Decimal | None, official: Decimal | None) -> Decimal | None:
    """The official value less the estimate, where both are known."""
    return None if estimate is None or official is None else official - estimate
