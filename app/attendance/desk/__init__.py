"""The desk: the pages of a meeting, for any house that holds meetings.

Each function answers one page about a ``Gathering``. The house that holds the meeting keeps the doors: a route for each
name in ``OWN_PAGES`` and ``DESK_PAGES``, its guard, and whose meeting it is.
"""

from app.attendance.desk import sign_sheets
from app.attendance.desk.check_ins import create_check_in, show_check_in, show_own_code
from app.attendance.desk.gathering import DESK_PAGES, OWN_PAGES, Gathering, Place, Tab, head
from app.attendance.desk.scanning import create_scans, list_refused, show_scan_list, show_scanner
from app.attendance.desk.sheets import create_marks, show_counts, show_screen, show_sheet
from app.attendance.desk.sign_sheets import (
    create_sign_sheet,
    download_made_sheet,
    download_sign_sheet,
    list_sign_sheets,
)
from app.attendance.desk.walk_ins import (
    create_guest,
    create_recognition,
    create_recognition_end,
    create_walk_in,
    list_walk_ins,
    show_walk_in,
)

__all__ = [
    "DESK_PAGES",
    "OWN_PAGES",
    "Gathering",
    "Place",
    "Tab",
    "create_check_in",
    "create_guest",
    "create_marks",
    "create_recognition",
    "create_recognition_end",
    "create_scans",
    "create_sign_sheet",
    "create_walk_in",
    "download_made_sheet",
    "download_sign_sheet",
    "head",
    "list_refused",
    "list_sign_sheets",
    "list_walk_ins",
    "show_check_in",
    "show_counts",
    "show_own_code",
    "show_scan_list",
    "show_scanner",
    "show_screen",
    "show_sheet",
    "show_walk_in",
    "sign_sheets",
]
