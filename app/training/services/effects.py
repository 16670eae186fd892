"""Keeping what somebody lacked at the moment their result is set, so that before and after can be compared."""

from datetime import date

from app.base.database import db
from app.training.models import BatchGap
from app.training.queries import batches, effects


def freeze(batch_id: int, programme_id: int, employee_id: int, *, on: date) -> None:
    """Keep the gaps of one participant in what the programme raises, as they are kept now.

    Belongs to the transaction that sets the result, so that a closing that was killed and runs again never keeps a
    later state: whoever has a result is left alone, and so is what was kept of them.
    """
    levels = dict(batches.levels_raised(programme_id))
    if not levels:
        return
    for row in effects.kept_gaps(employee_id, sorted(levels)):
        db.session.add(
            BatchGap(
                batch_id=batch_id,
                employee_id=employee_id,
                competency_id=row.competency_id,
                level=levels[row.competency_id],
                required=row.required,
                measured=row.measured,
                gap=row.gap,
                frozen_on=on,
            )
        )
