"""What the worker does for meetings: long sheets to sign, and forgetting them."""

from app.attendance.models import SignSheet
from app.attendance.services import sign_sheets
from app.documents import asked
from app.jobs.registry import registry

registry.handles(sign_sheets.KIND)(sign_sheets.make)


@registry.duty("attendance.tidy_sign_sheets")
def tidy_sign_sheets() -> None:
    """Forget sheets whose days are over."""
    asked.tidy(SignSheet)
