"""Certificates a second: ours, the naive loop's, and those of a real closing from end to end.

    python bench/certificates.py [--quick] [--database sqlite|postgresql|both]

Naive is what anybody would write first: one process, one certificate after the other, each with its drawings as SVG
in the page, handed to WeasyPrint with a fresh font configuration. Ours is what a closing does. Both print the same
facts in the same design, taking turns; the figure is the median of the ratios.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from support import ROOT, art
from support.figures import arguments, finish, middle, say
from support.town import Guest, Town, raised

from app.access.visitor import SYSTEM
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus
from app.base.clock import now
from app.base.database import db
from app.certificates.facts import CertificateFacts, SubjectFacts
from app.certificates.models import Certificate
from app.certificates.printing import certificate_html, print_certificate, print_many
from app.jobs.models import Job, JobStatus
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentStatus, Programme
from app.training.queries import batches
from app.training.services import closing

AIM = 3.0
SIZE = 400
FONTS = (ROOT / "static" / "fonts").as_uri()


@dataclass(frozen=True)
class Plan:
    certificates: int
    naive: int
    rounds: int


FULL = Plan(certificates=300, naive=20, rounds=5)
QUICK = Plan(certificates=60, naive=6, rounds=1)


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
        code="7QK2-M9XD-4FTR-8BWH-P",
        verification_url="https://penata.example/v/7QK2M9XD4FTR8BWHP",
        verification_host_path="penata.example/v",
    )


def print_naively(facts: CertificateFacts) -> bytes:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    html = certificate_html(facts).replace("penata:fonts", FONTS)
    html = html.replace('<section class="front">', f'<section class="front">{art.front(facts.verification_url)}', 1)
    html = html.replace('<section class="back', '<section style="position:relative" class="back', 1)
    head, tag, rest = html.partition('<section style="position:relative"')
    opening, bracket, inside = rest.partition(">")
    html = f"{head}{tag}{opening}{bracket}{art.back()}{inside}"
    pdf: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/a-3b", pdf_tags=True, font_config=FontConfiguration())
    return pdf


def rate_of(work: Callable[[], Iterable[bytes]]) -> float:
    """Certificates a second."""
    started = time.perf_counter()
    count = sum(1 for pdf in work() if pdf.startswith(b"%PDF"))
    return count / (time.perf_counter() - started)


def compare(plan: Plan) -> dict[str, Any]:
    ours = [facts_of(index) for index in range(plan.certificates)]
    naive = [facts_of(index) for index in range(plan.naive)]
    print_naively(naive[0])  # the engine's import, once for both
    print_certificate(ours[0])
    rates: dict[str, list[float]] = {"naive": [], "one_process": [], "ours": []}
    for _round in range(plan.rounds):
        rates["naive"].append(rate_of(lambda: map(print_naively, naive)))
        rates["one_process"].append(rate_of(lambda: map(print_certificate, ours[: 3 * plan.naive])))
        rates["ours"].append(rate_of(lambda: print_many(ours)))
        rates["naive"][-1] = (rates["naive"][-1] + rate_of(lambda: map(print_naively, naive))) / 2
    pairs = {name: zip(rates[name], rates["naive"], strict=True) for name in ("ours", "one_process")}
    return {
        "ratios": {
            "unsigned_to_naive": middle([ours / base for ours, base in pairs["ours"]], 2),
            "one_process_to_naive": middle([ours / base for ours, base in pairs["one_process"]], 2),
        },
        "per_second": {name: middle(found, 1) for name, found in rates.items()},
        "bytes": {"naive": len(print_naively(naive[0])), "ours": len(print_certificate(ours[0]))},
    }


def close_batch(town: Town, people: list[Guest]) -> dict[str, Any]:
    """A batch that is over and in which everybody was present, closed by a worker of its own."""
    batch_id = _finished_batch(town, people)
    with town.inside():
        job_id = closing.request_closing(batches.managed_batch(batch_id), by=SYSTEM).id
        db.session.commit()
    command = [sys.executable, "-m", "support.closing", str(job_id)]
    environment = town.environment | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    took = json.loads(done.stdout.splitlines()[-1])
    with town.inside():
        job = db.session.get_one(Job, job_id)
        issued = list(
            db.session.execute(
                select(Certificate.sequence, Certificate.file_id)
                .where(Certificate.group_key == closing.group_key(batch_id))
                .order_by(Certificate.sequence)
            )
        )
    numbers = [row.sequence for row in issued]
    return {
        "certificates": len(issued),
        "certificates_per_second": round(len(issued) / took["seconds"], 1),
        "seconds": round(took["seconds"], 2),
        "worker_mib": round(took["worker_mib"]),
        "printing_mib": round(took["printing_mib"]),
        "gapless": bool(numbers) and numbers == list(range(numbers[0], numbers[0] + len(people))),
        "all_printed": all(row.file_id is not None for row in issued),
        "done": job.status == JobStatus.DONE,
    }


def _finished_batch(town: Town, people: list[Guest]) -> int:
    batch_id = town.open_batches(1, seats=len(people))[0]
    with town.inside():
        batch = db.session.get_one(Batch, batch_id)
        programme = db.session.get_one(Programme, batch.programme_id)
        programme.min_score = None
        ended = now() - timedelta(days=1)
        batch.status, batch.seats_taken = BatchStatus.PUBLISHED, len(people)
        batch.starts_on = batch.ends_on = ended.date()
        (meeting,) = batches.meetings(batch_id)
        meeting.starts_at, meeting.ends_at = ended - timedelta(hours=7), ended
        shared = {"government_id": town.government_id}
        seat = shared | {"batch_id": batch_id, "status": EnrolmentStatus.CONFIRMED, "requested_at": ended, "reason": ""}
        mark = shared | {"meeting_id": meeting.id, "status": AttendanceStatus.PRESENT}
        mark |= {"method": AttendanceMethod.LIST, "at": ended}
        db.session.execute(insert(Enrolment), [seat | {"employee_id": one.employee_id} for one in people])
        db.session.execute(insert(Attendance), [mark | {"employee_id": one.employee_id} for one in people])
        db.session.commit()
    return batch_id


def main() -> None:
    given = arguments(__doc__ or "")
    plan = QUICK if given.quick else FULL
    found = compare(plan)
    say(f"printing: {found['per_second']} a second, {found['ratios']['unsigned_to_naive']} times the naive loop")
    closings = {}
    for database in given.databases:
        with raised(database, SIZE) as town:
            closings[database] = one = close_batch(town, town.draw(plan.certificates, salt="finishers"))
        say(f"{database}: {one['certificates']} certificates in {one['seconds']} s, {one['certificates_per_second']}/s")
    finish(
        "certificates",
        {"certificates": plan.certificates, "rounds": plan.rounds, "aims": {"unsigned_to_naive": AIM}}
        | found
        | {"databases": closings},
        quick=given.quick,
        holds=all(one["gapless"] and one["all_printed"] and one["done"] for one in closings.values()),
    )


if __name__ == "__main__":
    main()
