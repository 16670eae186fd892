"""The doors of training: the catalogue, one's enrolments, approvals, the days, closing, and planning."""

from app.training.views import (
    absences,
    admissions,
    approvals,
    attendance,
    attendance_papers,
    batches,
    catalogue,
    closing,
    enrolments,
    files,
    guests,
    materials,
    own_codes,
    planning,
    programmes,
    reservations,
    scanning,
    schedule,
    year,
)
from app.training.views.blueprint import bp
from app.training.views.files import files_bp

__all__ = [
    "absences",
    "admissions",
    "approvals",
    "attendance",
    "attendance_papers",
    "batches",
    "bp",
    "catalogue",
    "closing",
    "enrolments",
    "files",
    "files_bp",
    "guests",
    "materials",
    "own_codes",
    "planning",
    "programmes",
    "reservations",
    "scanning",
    "schedule",
    "year",
]
