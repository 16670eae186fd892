"""What the worker does after a round: printing records and reports, and settling whoever attended."""

from app.jobs.registry import registry
from app.sosialisasi.services import closing, records, reports

registry.handles(records.KIND)(records.print_record)
registry.handles(reports.KIND)(reports.print_report)
registry.handles(closing.KIND)(closing.close)
