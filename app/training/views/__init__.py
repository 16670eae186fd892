"""The doors of training: the catalogue, one's enrolments, approvals, the days themselves, and closing."""

from app.training.views import approvals, attendance, batches, catalogue, closing, enrolments
from app.training.views.blueprint import bp

__all__ = ["approvals", "attendance", "batches", "bp", "catalogue", "closing", "enrolments"]
