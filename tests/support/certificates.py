"""A certificate with dull facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.certificates.facts import CertificateFacts, SubjectFacts

CODE = "7QK2M9XD4FTR8BWHP"


def make_subjects(count: int, title: str = "Tata kelola pelayanan publik") -> tuple[SubjectFacts, ...]:
    return tuple(SubjectFacts(f"{title} {n}", "Orientasi pada Hasil", Decimal("1.5")) for n in range(1, count + 1))


def make_facts(**different: Any) -> CertificateFacts:
    return replace(_BUDI, **different)


_BUDI = CertificateFacts(
    government_name="Pemerintah Kabupaten Bungo",
    organiser_name="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    number="800.2.3/1187/BKPSDM/XII/2026",
    holder_name="Budi Pratama, S.A.P.",
    holder_nip="199003152015031002",
    holder_position="Penata Layanan Operasional",
    holder_unit="BKPSDM Kabupaten Bungo",
    programme_title="Pelayanan Prima bagi Petugas Loket",
    batch_number=3,
    year=2026,
    starts_on=date(2026, 12, 10),
    ends_on=date(2026, 12, 12),
    city="Muara Bungo",
    place="Aula BKPSDM",
    lesson_hours=Decimal("8"),
    score=Decimal("86"),
    result="dinyatakan lulus",
    subjects=(
        SubjectFacts("Menjelaskan syarat tanpa istilah kantor", "Komunikasi", Decimal("3")),
        SubjectFacts("Menangani keluhan sampai tuntas", "Pelayanan Publik", Decimal("5")),
    ),
    issued_on=date(2026, 12, 14),
    signatory_heading="a.n. Kepala BKPSDM Kabupaten Bungo",
    signatory_position="Kepala Bidang Pengembangan Kompetensi",
    signatory_name="Sari Wulandari, S.Sos., M.Si.",
    signatory_nip="198206142006042004",
    code="7QK2-M9XD-4FTR-8BWH-P",
    verification_url=f"https://penata.example/v/{CODE}",
    verification_host_path="penata.example/v",
)
