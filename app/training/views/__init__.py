"""The doors of training: the catalogue, one's enrolments, approvals, the days, closing, and planning."""

from app.training.views import (
    admissions,
    approvals,
    attendance,
    batches,
    calendar_links,
    catalogue,
    certificates,
    closing,
    enrolments,
    files,
    materials,
    planning,
    programmes,
    reservations,
    schedule,
    year,
)
from app.training.views.blueprint import bp
from app.training.views.calendar_links import calendar_bp
from app.training.views.files import files_bp

__all__ = [
    "admissions",
    "approvals",
    "attendance",
    "batches",
    "bp",
    "calendar_bp",
    "calendar_links",
    "catalogue",
    "certificates",
    "closing",
    "enrolments",
    "files",
    "files_bp",
    "materials",
    "planning",
    "programmes",
    "reservations",
    "schedule",
    "year",
]
