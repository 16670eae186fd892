"""Workbooks of a SIASN export, and ``python -m support.bringing <file>``: one import in a process of its own, with
the memory it needed. The installation is named by the environment."""

import csv
import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from xlsxwriter import Workbook

from app.access.visitor import SYSTEM
from app.base.clock import today
from app.base.database import db
from app.imports.headings import FOLDER
from app.imports.models import ImportRun
from app.imports.services import checking, uploads
from app.jobs import services as jobs
from app.jobs import worker
from support.figures import SEED

UNITS = 40
_FIRST = ("Andi", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gunawan", "Hasan", "Indah", "Joko", "Kartika", "Lestari")
_LAST = ("Pratama", "Wulandari", "Saputra", "Lestari", "Hidayat", "Marlina", "Gunawan", "Rahman", "Susanti", "Putra")
_TITLES = ("Penata Layanan Operasional", "Pengelola Layanan Operasional", "Arsiparis Terampil", "Guru Ahli Pertama")
_TITLES += ("Guru Ahli Muda", "Perawat Mahir", "Bidan Terampil", "Analis Kebijakan Ahli Muda", "Operator Layanan")
_RANKS = ("II/a", "II/c", "III/a", "III.b", "III-c", "Penata Tk. I / III-d", "IVa", "IV/b")


def unit_names() -> list[str]:
    return [f"Dinas Percobaan Nomor {number}" for number in range(1, UNITS + 1)]


def columns(*, needed_only: bool) -> list[str]:
    with (FOLDER / "siasn_export_columns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["column_name"] for row in rows if row["needed_by_product"] == "1" or not needed_only]


def people(count: int) -> Iterator[dict[str, str]]:
    """So many rows of the export, the same ones each time."""
    rng, units = Random(SEED), unit_names()
    for number in range(count):
        born = date(1966, 1, 1) + timedelta(days=number % 12_000)
        year, sex = born.year + 24, 1 + number % 2
        nip = f"{born:%Y%m%d}{year}{1 + number % 12:02}{sex}{1 + number // 12_000:03}"
        first, last, title = rng.choice(_FIRST), rng.choice(_LAST), rng.choice(_TITLES)
        yield {
            "PNS ID": f"A8ACA7{number:026X}",
            "NIP BARU": nip,
            "NIP LAMA": f"13{number:07}",
            "NAMA": f"{first} {last}".upper(),
            "GELAR BELAKANG": "S.Sos." if number % 3 else "",
            "TEMPAT LAHIR NAMA": "Muara Bungo",
            "TANGGAL LAHIR": f"{born:%d-%m-%Y}",
            "JENIS KELAMIN": "MF"[sex - 1],
            "AGAMA NAMA": "Islam",
            "NIK": f"1508{number:012}",
            "NOMOR HP": f"0812{number:08}",
            "EMAIL": f"{first.lower()}{number}@contoh.example",
            "ALAMAT": f"Jalan Percobaan Nomor {number}",
            "JENIS PEGAWAI NAMA": "PNS Daerah Kab/Kota",
            "KEDUDUKAN HUKUM NAMA": "Aktif",
            "STATUS CPNS PNS": "P",
            "TMT CPNS": f"01-{1 + number % 12:02}-{year}",
            "GOL AKHIR NAMA": rng.choice(_RANKS),
            "TMT GOLONGAN": "01-04-2024",
            "JENIS JABATAN NAMA": "Jabatan Pelaksana" if "Layanan" in title else "Jabatan Fungsional Tertentu",
            "JABATAN NAMA": title,
            "TMT JABATAN": f"0{1 + number % 9}-01-2022",
            "TINGKAT PENDIDIKAN NAMA": "S-1/Sarjana",
            "PENDIDIKAN NAMA": "S-1 Administrasi Publik",
            "UNOR NAMA": units[number % UNITS],
            "INSTANSI KERJA NAMA": "Pemerintah Kab. Bungo",
        }


def workbook(count: int, *, needed_only: bool = False) -> bytes:
    """The export as a workbook; all 69 columns unless told otherwise."""
    headings, buffer = columns(needed_only=needed_only), io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True})
    page = book.add_worksheet("Data")
    page.write_row(0, 0, headings)
    for number, row in enumerate(people(count), start=1):
        for index, heading in enumerate(headings):
            if row.get(heading):
                page.write_string(number, index, row[heading])
    book.close()
    return buffer.getvalue()


def check(content: bytes) -> int:
    """Upload and try a workbook, in the government in scope; returns the import's number."""
    day = today("Asia/Jakarta")
    table = uploads.read_file(io.BytesIO(content), None)
    run = uploads.receive(table, "siasn.xlsx", make_units=True, today=day, by=SYSTEM)
    db.session.commit()
    _work()
    return run.id


def apply(run_id: int) -> dict[str, object]:
    checking.request_application(db.session.get_one(ImportRun, run_id), everything=True, by=SYSTEM)
    db.session.commit()
    _work()
    db.session.expire_all()
    run = db.session.get_one(ImportRun, run_id)
    return {"status": run.status, "new": run.new, "refused": run.refused, "message": run.message}


def _work() -> None:
    """Do what waits, as a worker would, without the duties of the minute."""
    for job_id in jobs.waiting_ids():
        worker.run(job_id)


def main() -> None:
    from app import config
    from app.base import scope
    from app.base.database import begin_writing
    from app.factory import create_app

    app = create_app(config.load(os.environ))
    jobs.use_messenger(None)
    started = datetime.now(UTC)
    with app.app_context():
        begin_writing()
        scope.enter(int(sys.argv[2]))
        done = apply(check(Path(sys.argv[1]).read_bytes()))
    own, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    seconds = (datetime.now(UTC) - started).total_seconds()
    print(json.dumps(done | {"worker_mib": round(own), "reader_mib": round(children), "seconds": round(seconds, 1)}))


if __name__ == "__main__":
    main()
