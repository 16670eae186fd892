"""The doors of training: the catalogue, one's enrolments, approvals, the days, closing, and planning."""

from app.training.views import (
    admissions,
    approvals,
    attendance,
    batches,
    catalogue,
    closing,
    enrolments,
    files,
    interests,
    lines,
    materials,
    nominations,
    planning,
    programmes,
    reservations,
    schedule,
    year,
)
from app.training.views.blueprint import bp
from app.training.views.files import files_bp

__all__ = [
    "admissions",
    "approvals",
    "attendance",
    "batches",
    "bp",
    "catalogue",
    "closing",
    "enrolments",
    "files",
    "files_bp",
    "interests",
    "lines",
    "materials",
    "nominations",
    "planning",
    "programmes",
    "reservations",
    "schedule",
    "year",
]
