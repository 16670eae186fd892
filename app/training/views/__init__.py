"""The doors of training: the catalogue, one's enrolments, approvals, the days, closing, and planning."""

from app.training.views import (
    admissions,
    approvals,
    attendance,
    batches,
    catalogue,
    closing,
    enrolments,
    materials,
    planning,
    programmes,
    reservations,
    schedule,
    year,
)
from app.training.views.blueprint import bp

__all__ = [
    "admissions",
    "approvals",
    "attendance",
    "batches",
    "bp",
    "catalogue",
    "closing",
    "enrolments",
    "materials",
    "planning",
    "programmes",
    "reservations",
    "schedule",
    "year",
]
