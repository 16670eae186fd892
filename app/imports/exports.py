"""Files that leave an import: templates to fill in, and the refused rows with their reasons."""

from app.documents.spreadsheets import xlsx_file
from app.imports import labels
from app.imports.headings import HEADINGS, ImportKind
from app.imports.models import ImportRun
from app.imports.queries.kept import refused_rows

REASON = "Alasan"


def template(kind: ImportKind) -> bytes:
    """An empty table of this kind with one sample row."""
    headings = HEADINGS[kind]
    return xlsx_file(labels.KINDS[kind], [one.name for one in headings], [[one.sample for one in headings]])


def refused(run: ImportRun) -> bytes:
    """The refused rows as they came, in the same layout, with a column that says why."""
    rows = (
        [*cells, " ".join(f"{one.heading}: {one.sentence}" for one in faults)] for cells, faults in refused_rows(run)
    )
    return xlsx_file(run.sheet or "Data", [*run.headings, REASON], rows)
