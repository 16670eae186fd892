"""The doors of training: the catalogue, one's enrolments, approvals, the days, tests, closing, and planning."""

from app.training.views import (
    admissions,
    approvals,
    assignments,
    attendance,
    batches,
    catalogue,
    closing,
    enrolments,
    evaluations,
    exams,
    files,
    materials,
    outlook,
    planning,
    programmes,
    reservations,
    schedule,
    sittings,
    year,
)
from app.training.views.blueprint import bp
from app.training.views.files import files_bp

__all__ = [
    "admissions",
    "approvals",
    "assignments",
    "attendance",
    "batches",
    "bp",
    "catalogue",
    "closing",
    "enrolments",
    "evaluations",
    "exams",
    "files",
    "files_bp",
    "materials",
    "outlook",
    "planning",
    "programmes",
    "reservations",
    "schedule",
    "sittings",
    "year",
]
