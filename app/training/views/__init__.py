"""The doors of training: the catalogue, one's enrolments, approvals, the days themselves, and closing."""

from app.training.views import approvals, attendance, batches, catalogue, closing, enrolments, files
from app.training.views.blueprint import bp
from app.training.views.files import files_bp

__all__ = ["approvals", "attendance", "batches", "bp", "catalogue", "closing", "enrolments", "files", "files_bp"]
