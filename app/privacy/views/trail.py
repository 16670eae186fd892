from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import labels, queries
from app.audit import services as audit
from app.base.clock import today
from app.base.database import begin_reading, db, writing
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.privacy import trail as asking
from app.privacy.trail import Asked
from app.privacy.views.blueprint import export_limit
from app.privacy.views.blueprint import trail as bp
from app.web.answers import download, show
from app.web.inputs import arg_int, is_row_number, tidy

PAGE_SIZE = 50
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


@bp.get("")
@requires(Permission.AUDIT_ENTRIES_READ)
def list_entries() -> ResponseReturnValue:
    asked = _asked(request.args)
    wanted = asking.filters(asked, chain=visitor.government_id, timezone=visitor.timezone)
    found = queries.recent(visitor.government_id, wanted, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    entries = found[:PAGE_SIZE]
    return show(
        "audit/entry_list.html",
        fragment="entries",
        entries=entries,
        names=asking.actors(entries),
        asked=asked,
        too_many_named=len(wanted.actor_ids or ()) >= asking.ACCOUNTS_AT_MOST,
        more_href=_older(asked, entries[-1].position) if len(found) > PAGE_SIZE else "",
        labels=labels,
    )


def _older(asked: Asked, position: int) -> str:
    values: dict[str, Any] = asked.to_args() | {"sebelum": position}
    return url_for(".list_entries", **values)


@bp.get("/<int:position>")
@requires(Permission.AUDIT_ENTRIES_READ)
def show_entry(position: int) -> ResponseReturnValue:
    entry = queries.entry(visitor.government_id, position)
    return show("audit/entry_detail.html", entry=entry, names=asking.actors([entry]), labels=labels)


@bp.post("/unduhan")
@requires(Permission.AUDIT_ENTRIES_READ)
@export_limit
def create_export() -> ResponseReturnValue:
    """The lines as a file. Taking the trail away is itself a line of it, so this is a POST."""
    asked, kind = _asked(request.form), "xlsx" if request.form.get("bentuk") == "xlsx" else "csv"
    db.session.rollback()  # the list may be long, and must not keep writers waiting
    begin_reading()
    chain, timezone = visitor.government_id, visitor.timezone
    wanted = asking.filters(asked, chain=chain, timezone=timezone)
    rows = asking.lines(chain, wanted, timezone=timezone)
    content = _file(kind, rows)
    _note(kind, len(rows))
    name = f"jejak-audit-{today(timezone).isoformat()}.{kind}"
    return download(content, name=name, media_type=XLSX_TYPE if kind == "xlsx" else CSV_TYPE)


def _file(kind: str, rows: list[tuple[Any, ...]]) -> bytes:
    if kind == "xlsx":
        return xlsx_file("Jejak audit", asking.HEADINGS, rows)
    return "".join(csv_lines(asking.HEADINGS, rows, for_excel=True)).encode()


def _note(kind: str, count: int) -> None:
    with writing():
        audit.record("audit.exported", None, by=actor(), chain=visitor.government_id, format=kind, lines=count)


def _asked(fields: Mapping[str, str]) -> Asked:
    group, kind, number = fields.get("bagian", ""), fields.get("objek", ""), fields.get("nomor", "").strip()
    return Asked(
        group=group if group in labels.GROUPS else "",
        who=tidy(fields.get("siapa", ""))[:100],
        kind=kind if kind in labels.OBJECTS else "",
        number=int(number) if is_row_number(number) else None,
        since=_day(fields.get("dari", "")),
        until=_day(fields.get("sampai", "")),
        only_changes=fields.get("perubahan") == "1",
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day < LATEST else None
