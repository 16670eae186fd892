"""Twenty thousand rows of a SIASN export: tried and taken, against a bare reader with a bulk insert.

    python bench/import.py [--quick] [--database sqlite|postgresql|both]

Both take the same workbook of 69 columns, in turns, into the same database: we read it in a process of its own, trim
it, keep it, try it (plan, write, roll back), plan again and apply it, with a journal for undoing. The bare loop reads
every cell with the same reader and inserts the same people, posts and placements with SQLAlchemy Core. Then 200,000
rows go in by a process of their own, and the most memory it and its reader held is told.
"""

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from python_calamine import load_workbook
from sqlalchemy import delete, func, insert, select
from support import ROOT
from support.bringing import apply, check, workbook
from support.figures import arguments, finish, middle, say
from support.town import Town, raised

from app.access.visitor import SYSTEM
from app.base.database import Base, db
from app.base.wording import bare_name
from app.imports.models import ImportRun
from app.imports.services import undoing
from app.jobs import services as jobs
from app.jobs import worker
from app.organisation.models import Employee, OrgUnit, Placement, Position

SIZE, ROWS, QUICK_ROWS, MANY, QUICK_MANY = 400, 20_000, 4_000, 200_000, 20_000
ROUNDS, QUICK_ROUNDS = 3, 2
MEMORY_MIB = 1024
AIM = 4


def read_barely(content: bytes) -> list[dict[str, Any]]:
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def insert_barely(rows: list[dict[str, Any]], government_id: int) -> None:
    """The same rows in the same tables, with nothing checked."""
    connection = db.session.connection()
    base = {"government_id": government_id}
    first = {
        one: (connection.execute(select(func.max(one.id))).scalar_one() or 0) + 1
        for one in (OrgUnit, Position, Employee)
    }
    days: dict[str, Any] = {}
    units: dict[str, int] = {}
    posts: dict[tuple[int, str], int] = {}
    people, placed = [], []
    for number, row in enumerate(rows, start=first[Employee]):
        unit = units.setdefault(row["UNOR NAMA"], first[OrgUnit] + len(units))
        post = posts.setdefault((unit, row["JABATAN NAMA"]), first[Position] + len(posts))
        people.append(
            base
            | {
                "id": number,
                "nip": row["NIP BARU"],
                "name": row["NAMA"],
                "sort_name": bare_name(row["NAMA"]),
                "kind": "pns",
                "rank": row["GOL AKHIR NAMA"][:8],
                "rank_from": _day(row["TMT GOLONGAN"], days),
                "cpns_from": _day(row["TMT CPNS"], days),
                "legal_status": row["KEDUDUKAN HUKUM NAMA"],
                "education_level": row["TINGKAT PENDIDIKAN NAMA"],
                "education": row["PENDIDIKAN NAMA"],
                "siasn_id": row["PNS ID"],
                "active": True,
                "version": 1,
            }
        )
        starts_on = _day(row["TMT JABATAN"], days)
        placed.append(base | {"employee_id": number, "position_id": post, "kind": "definitive", "starts_on": starts_on})
    day = next(iter(days.values()))
    same = {"starts_on": day, "version": 1} | base
    connection.execute(
        insert(OrgUnit.__table__),
        [same | {"id": one, "name": name, "kind": "regional_unit"} for name, one in units.items()],
    )
    connection.execute(
        insert(Position.__table__),
        [
            same | {"id": one, "unit_id": unit, "title": title, "tier": "pelaksana", "needed": 1}
            for (unit, title), one in posts.items()
        ],
    )
    connection.execute(insert(Employee.__table__), people)
    connection.execute(insert(Placement.__table__), placed)
    db.session.commit()
    _remove(government_id, first)


def _day(text: str, known: dict[str, Any]) -> Any:
    if text not in known:
        from datetime import datetime

        known[text] = datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007 - a day has no zone
    return known[text]


_removal_seconds: list[float] = []


def _remove(government_id: int, first: dict[type[Base], int]) -> None:
    """Take the bare rows away again; not counted."""
    started = time.perf_counter()
    connection = db.session.connection()
    connection.execute(delete(Placement.__table__).where(Placement.employee_id >= first[Employee]))
    for model in (Employee, Position, OrgUnit):
        connection.execute(
            delete(model.__table__).where(model.id >= first[model], model.government_id == government_id)
        )
    db.session.commit()
    _removal_seconds.append(time.perf_counter() - started)


def bare(content: bytes, town: Town) -> float:
    started = time.perf_counter()
    insert_barely(read_barely(content), town.government_id)
    return time.perf_counter() - started - _removal_seconds.pop()


def ours(content: bytes, expected: int) -> tuple[float, float, dict[str, float]]:
    """Seconds of trying and of taking, and how long undoing took beside."""
    started = time.perf_counter()
    run_id = check(content)
    checked = time.perf_counter()
    done = apply(run_id)
    applied = time.perf_counter()
    if (done["status"], done["new"]) != ("applied", expected):
        raise SystemExit(f"the import did not end well: {done}")
    undoing.request_undo(db.session.get_one(ImportRun, run_id), by=SYSTEM)
    db.session.commit()
    for job_id in jobs.waiting_ids():
        worker.run(job_id)
    return checked - started, applied - checked, {"undo": time.perf_counter() - applied}


def measure(town: Town, content: bytes, expected: int, rounds: int) -> dict[str, Any]:
    bares, tried, taken, undone = [], [], [], []
    with town.inside():
        jobs.use_messenger(None)
        for index in range(rounds + 1):
            naive = bare(content, town)
            one = ours(content, expected)
            if index:  # the first turn finds cold caches
                bares.append(naive)
                tried.append(one[0])
                taken.append(one[1])
                undone.append(one[2]["undo"])
    ratios = [(check + take) / naive for check, take, naive in zip(tried, taken, bares, strict=True)]
    return {
        "ratio": round(median(ratios), 2),
        "bare_seconds": middle(bares, 2),
        "dry_run_seconds": middle(tried, 2),
        "apply_seconds": middle(taken, 2),
        "undo_seconds": middle(undone, 2),
    }


def memory(town: Town, rows: int) -> dict[str, Any]:
    """One import of many rows in a process of its own: the needed columns only, since 69 would not fit in 40 MiB."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        content = workbook(rows, needed_only=True)
        Path(file.name).write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-m", "support.bringing", file.name, str(town.government_id)],
            cwd=ROOT,
            env=town.environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1]) | {"file_mib": round(len(content) / 1024 / 1024, 1)}


def main() -> None:
    given = arguments(__doc__ or "")
    rows, many = (QUICK_ROWS, QUICK_MANY) if given.quick else (ROWS, MANY)
    rounds = QUICK_ROUNDS if given.quick else ROUNDS
    content = workbook(rows)
    found: dict[str, dict[str, Any]] = {}
    for database in given.databases:
        say(f"{database}: {rows} rows of 69 columns ({len(content) / 1024 / 1024:.1f} MiB), {rounds} rounds")
        with raised(database, SIZE) as town:
            found[database] = one = measure(town, content, rows, rounds)
            say(f"  bare {one['bare_seconds']} s, dry run {one['dry_run_seconds']} s, apply {one['apply_seconds']} s")
            one["many"] = memory(town, many)
            say(f"  {many} rows: {one['many']}")
    peak: Callable[[dict[str, Any]], float] = lambda one: max(one["many"]["worker_mib"], one["many"]["reader_mib"])  # noqa: E731
    finish(
        "import",
        {
            "rows": rows,
            "many_rows": many,
            "aim": AIM,
            "ratios": {name: one["ratio"] for name, one in found.items()},
            "memory_mib": {name: peak(one) for name, one in found.items()},
            "databases": found,
        },
        quick=given.quick,
        holds=all(peak(one) <= MEMORY_MIB and one["many"]["refused"] == 0 for one in found.values()),
    )


if __name__ == "__main__":
    main()
