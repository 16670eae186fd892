"""``python -m support.printing <certificates> <naive> <rounds>``: ours, ours signed, and the naive loop, taking turns.

Its children import this file anew, as a worker's do with theirs, so only the light half of the application stands here.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.certificates.facts import CertificateFacts, SubjectFacts
from app.certificates.printing import print_certificate, print_many
from app.certificates.sheet import Sheet
from app.certificates.style import STANDING
from support import ROOT

FONTS = (ROOT / "static" / "fonts").as_uri()


def facts_of(index: int) -> CertificateFacts:
    """A certificate like most: two subjects, a score, and a name of its own."""
    return CertificateFacts(
        government_name="Pemerintah Kabupaten Bungo",
        organiser_name="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        number=f"800.2.3/{index}/BKPSDM/XI/2026",
        holder_name=f"Budi Pratama {index}, S.A.P.",
        holder_nip="199003012015031901",
        holder_position="Penata Layanan Operasional",
        holder_unit="Dinas Tenaga Kerja dan Transmigrasi",
        programme_title="Pelayanan Prima bagi Petugas Loket",
        batch_number=3,
        year=2026,
        starts_on=date(2026, 11, 10),
        ends_on=date(2026, 11, 12),
        city="Muara Bungo",
        place="Aula BKPSDM",
        lesson_hours=Decimal(8),
        score=Decimal(86),
        result="dinyatakan lulus",
        subjects=(
            SubjectFacts("Menjelaskan syarat tanpa istilah kantor", "Komunikasi", Decimal(3)),
            SubjectFacts("Menangani keluhan sampai tuntas", "Pelayanan Publik", Decimal(5)),
        ),
        issued_on=date(2026, 11, 23),
        signatory_heading="a.n. Kepala BKPSDM Kabupaten Bungo",
        signatory_position="Kepala Bidang Pengembangan Kompetensi",
        signatory_name="Hendra Saputra, S.STP., M.Si.",
        signatory_nip="198004012002121910",
        code=f"7QK2-M9XD-4FTR-{index:04d}-P",
        verification_url=f"https://penata.example/v/7QK2M9XD4FTR{index:04d}P",
        verification_host_path="penata.example/v",
    )


def print_naively(facts: CertificateFacts) -> bytes:
    """What anybody would write first: the drawings as SVG in the page, the fonts and the stylesheet read anew."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from support import art

    html = Sheet(facts, STANDING).html().replace("penata:fonts", FONTS)
    html = html.replace('<section class="front">', f'<section class="front">{art.front(facts.verification_url)}', 1)
    html = html.replace('<section class="back', '<section style="position:relative" class="back', 1)
    head, tag, rest = html.partition('<section style="position:relative"')
    opening, bracket, inside = rest.partition(">")
    html = f"{head}{tag}{opening}{bracket}{art.back()}{inside}"
    pdf: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True, font_config=FontConfiguration())
    return pdf


def sample_signer() -> Any:
    """ECDSA P-256 from a PKCS#12 file, opened once as in a closing."""
    from app.certificates.pkcs12 import Pkcs12Signer, make_demo_key

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "contoh.p12"
        make_demo_key(file, "bench")
        return Pkcs12Signer("BENCH", file, "bench", is_sample=True)


def rate_of(work: Callable[[], Iterable[bytes]]) -> float:
    """Certificates a second."""
    started = time.perf_counter()
    count = sum(1 for pdf in work() if pdf.startswith(b"%PDF"))
    return count / (time.perf_counter() - started)


def compare(certificates: int, naive_count: int, rounds: int) -> dict[str, Any]:
    from support.figures import middle

    ours = [facts_of(index) for index in range(certificates)]
    naive = ours[:naive_count]
    signer = sample_signer()
    print_naively(naive[0])  # the engine's import, once for both
    list(print_many(ours[:60]))  # and the start of the printing processes
    signer.sign(print_certificate(ours[0]), datetime.now(UTC))
    rates: dict[str, list[float]] = {"naive": [], "unsigned": [], "signed": []}
    ratios: dict[str, list[float]] = {"unsigned_to_naive": [], "signed_to_naive": []}
    for _round in range(rounds):
        before = rate_of(lambda: map(print_naively, naive))
        rates["unsigned"].append(rate_of(lambda: print_many(ours)))
        rates["signed"].append(
            rate_of(lambda: (signer.sign(one, datetime.now(UTC)).content for one in print_many(ours)))
        )
        rates["naive"].append((before + rate_of(lambda: map(print_naively, naive))) / 2)
        for name in ("unsigned", "signed"):
            ratios[f"{name}_to_naive"].append(rates[name][-1] / rates["naive"][-1])
    alike = next(print_many(ours[:2]))
    kib = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "ratios": {name: middle(found, 2) for name, found in ratios.items()},
        "per_second": {name: middle(found, 1) for name, found in rates.items()},
        "bytes": {
            "naive": len(print_naively(naive[0])),
            "unsigned": len(alike),
            "signed": len(signer.sign(alike, datetime.now(UTC)).content),
        },
        "worker_mib": round(kib[0] / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(compare(*map(int, sys.argv[1:]))))
