"""Samples of a design. ``python -m app.certificates.preview`` prints one in a process of its own (security D1):
a style and the kind of sample as JSON in, the PDF out."""

import base64
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app.base.errors import RuleBroken
from app.certificates.facts import CertificateFacts, SubjectFacts
from app.certificates.style import Style
from app.config import ROOT

CPU_SECONDS = 20
# With the start of a process and the import of the engine, on a server that has other work.
SECONDS_AT_MOST = 60
MEMORY_BYTES = 512 * 1024 * 1024
SHORT, LONG = "pendek", "panjang"
_DPI = "60"


class NoSample(RuleBroken):
    heading = "Contoh belum bisa dicetak"
    message = "Contoh desain ini tidak selesai dicetak dalam waktunya. Coba sekali lagi sebentar."


def sample(style: Style, kind: str) -> bytes:
    """A PDF of the design with the shortest or the longest texts there can be. Raises NoSample."""
    return _printed(style, LONG if kind == LONG else SHORT)


@lru_cache(maxsize=8)
def _printed(style: Style, kind: str) -> bytes:
    told = style.colours_dict() | {"layout": style.layout.value, "texts": style.texts_dict(), "kind": kind}
    told["logo"] = base64.b64encode(style.logo).decode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app.certificates.preview"],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
            input=json.dumps(told).encode(),
            capture_output=True,
            timeout=SECONDS_AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoSample from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise NoSample
    return done.stdout


def can_draw() -> bool:
    """Whether the server has the tool that makes a picture of a page (poppler-utils)."""
    return shutil.which("pdftoppm") is not None


@lru_cache(maxsize=16)
def picture(pdf: bytes, page: int) -> bytes:
    """A page as PNG. Raises NoSample."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise NoSample
    try:
        done = subprocess.run(  # noqa: S603 - a tool by its full path, on a file of ours
            [tool, "-r", _DPI, "-f", str(page), "-l", str(page), "-png", "-"],
            input=pdf,
            capture_output=True,
            timeout=SECONDS_AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoSample from error
    if done.returncode != 0:
        raise NoSample
    return done.stdout


SHORTEST = CertificateFacts(
    government_name="Pemerintah Kabupaten Bungo",
    organiser_name="BKPSDM",
    number="1/X/2026",
    holder_name="Ani",
    holder_nip="",
    holder_position="",
    holder_unit="",
    programme_title="Arsip",
    batch_number=1,
    year=2026,
    starts_on=date(2026, 5, 1),
    ends_on=date(2026, 5, 1),
    city="Bungo",
    place="Aula",
    lesson_hours=Decimal(2),
    score=None,
    result="telah mengikuti",
    subjects=(),
    issued_on=date(2026, 5, 2),
    signatory_heading="",
    signatory_position="Kepala BKPSDM",
    signatory_name="Hendra, S.E.",
    signatory_nip="",
    code="0000-0000-0000-0000-0",
    verification_url="https://penata.example/v/CONTOH",
    verification_host_path="penata.example/v",
)
_LONG_POST = "Kepala Bidang Pengembangan Kompetensi Aparatur dan Pembinaan Jabatan Fungsional"
LONGEST = replace(
    SHORTEST,
    government_name="Pemerintah Kabupaten Kepulauan Hulu Sungai Tengah Barat Daya",
    organiser_name="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Aparatur Daerah",
    number="800.2.3.4/123456/BKPSDM.PENGEMBANGAN/VIII/2026",
    holder_name="Prof. Dr. H. Muhammad Ma'ruf Nur'aini Rahmatullah Abdurrahman Wahid bin Syafi'i, S.H., M.Hum., CP",
    holder_nip="199003152015031002",
    holder_position=_LONG_POST,
    holder_unit="Dinas Pekerjaan Umum, Penataan Ruang, Perumahan Rakyat, dan Kawasan Permukiman",
    programme_title="Pelatihan Penyusunan Analisis Jabatan, Analisis Beban Kerja, dan Penataan Organisasi "
    "Perangkat Daerah bagi Pejabat Fungsional Analis Kebijakan",
    batch_number=112,
    ends_on=date(2026, 9, 30),
    city="Kabupaten Kepulauan Hulu Sungai Tengah",
    place="Gedung Pertemuan Serba Guna Balai Pendidikan dan Pelatihan, Kecamatan Telanaipura",
    lesson_hours=Decimal("1234.5"),
    score=Decimal("86.25"),
    result="dinyatakan lulus",
    subjects=tuple(
        SubjectFacts(
            f"Tata kelola pelayanan publik dan penataan organisasi, bagian {number}",
            "Orientasi pada Hasil",
            Decimal("1.5"),
        )
        for number in range(1, 25)
    ),
    signatory_heading="a.n. Bupati Kepulauan Hulu Sungai Tengah Barat Daya",
    signatory_position=f"Plt. {_LONG_POST}",
    signatory_name="Dr. H. Abdurrahman Wahid Hasyim Al-Qur'ani bin Syafi'i, S.STP., M.Si., Ph.D.",
    signatory_nip="198004012002121910",
)


def main() -> None:
    import resource

    from app.certificates.printing import print_certificate

    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    told = json.load(sys.stdin)
    style = Style.from_dicts(told["layout"], told, told["texts"], base64.b64decode(told["logo"]))
    sys.stdout.buffer.write(print_certificate(LONGEST if told["kind"] == LONG else SHORTEST, style))


if __name__ == "__main__":
    main()
