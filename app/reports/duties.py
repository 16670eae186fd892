"""The weekly digest, as the worker knows it."""

from app.jobs.registry import registry
from app.reports import digest

registry.duty("reports.digest")(digest.begin_due)
registry.handles(digest.JOB)(digest.write)
