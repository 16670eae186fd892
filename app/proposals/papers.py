"""The letters of a proposal: their usual words, and what fills them.

The reference gives no form for these letters, so they are ordinary official letters whose words a government may
change.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.base import wording
from app.letters import catalogue
from app.letters.catalogue import TextKind
from app.letters.facts import Annex, Draft
from app.proposals.models import Proposal, ProposalReport, ProposalVersion

REQUEST, APPROVAL, REJECTION, REPORT = (
    "proposals_request",
    "proposals_approval",
    "proposals_rejection",
    "proposals_report",
)
_SAMPLE = {
    "kegiatan": "Bimbingan Teknis Pelayanan Adminduk Keliling",
    "unit": "Dinas Kependudukan dan Pencatatan Sipil",
    "tujuan": "Petugas mampu melayani perekaman di luar kantor.",
    "dasar": "Rencana kerja unit tahun berjalan.",
    "nomor_sebelumnya": "",
}
_ANSWER = {
    "kegiatan": _SAMPLE["kegiatan"],
    "unit": _SAMPLE["unit"],
    "nomor_usulan": "800.2/12/DKPS/2026",
    "tanggal_usulan": "3 November 2026",
    "catatan": "Jadwalkan sesudah pekan pelayanan.",
}
_ROWS = (("Kegiatan", _SAMPLE["kegiatan"]), ("Waktu", "14–15 Desember 2026"), ("Tempat", "Aula dinas, Muara Bungo"))
_TO_AGENCY = ("Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "di Muara Bungo")
_TO_UNIT = ("Kepala Dinas Kependudukan dan Pencatatan Sipil", "di Muara Bungo")

catalogue.register(
    TextKind(
        REQUEST,
        "Surat usulan kegiatan",
        "Terbit dari unit begitu usulannya diajukan, dan sekali lagi setiap kali diajukan ulang.",
        "Usulan kegiatan {kegiatan}",
        "Dalam rangka pengembangan kompetensi pegawai, {unit} mengusulkan kegiatan dengan rincian berikut.\n\n"
        "Tujuan: {tujuan}\n\nDasar: {dasar}",
        "Rincian mata pelatihan dan dokumen pendukung terlampir.\n\n"
        "Demikian usulan ini disampaikan. Atas perhatian dan persetujuan Saudara, kami ucapkan terima kasih.",
        _SAMPLE,
        _ROWS,
        _TO_AGENCY,
    ),
    TextKind(
        APPROVAL,
        "Surat balasan: usulan disetujui",
        "Terbit dari BKPSDM begitu usulan disetujui.",
        "Persetujuan kegiatan {kegiatan}",
        "Membalas surat Saudara nomor {nomor_usulan} tanggal {tanggal_usulan}, usulan kegiatan berikut disetujui.",
        "{catatan}\n\nSetelah kegiatan selesai, {unit} menyampaikan laporan pelaksanaan. Sertifikat terbit sesudah "
        "laporan diterima.\n\nDemikian disampaikan untuk dilaksanakan.",
        _ANSWER,
        _ROWS,
        _TO_UNIT,
    ),
    TextKind(
        REJECTION,
        "Surat balasan: usulan ditolak",
        "Terbit dari BKPSDM begitu usulan ditolak, lengkap dengan alasannya.",
        "Jawaban atas usulan kegiatan {kegiatan}",
        "Membalas surat Saudara nomor {nomor_usulan} tanggal {tanggal_usulan}, usulan kegiatan berikut belum dapat "
        "disetujui.",
        "Alasannya: {catatan}\n\nDemikian disampaikan. Saudara dapat mengajukan usulan baru.",
        _ANSWER,
        _ROWS,
        _TO_UNIT,
    ),
    TextKind(
        REPORT,
        "Surat pengantar laporan pelaksanaan",
        "Terbit dari unit begitu laporan kegiatannya diajukan.",
        "Laporan pelaksanaan kegiatan {kegiatan}",
        "Bersama ini disampaikan laporan pelaksanaan kegiatan yang disetujui dengan surat nomor {nomor_balasan}.",
        "{catatan}\n\nDaftar peserta terlampir. Demikian laporan ini disampaikan.",
        {
            "kegiatan": _SAMPLE["kegiatan"],
            "unit": _SAMPLE["unit"],
            "nomor_balasan": "800.2/7/BKPSDM/2026",
            "catatan": "Kegiatan berjalan menurut jadwal.",
        },
        (*_ROWS, ("Peserta hadir", "24 dari 25 orang"), ("Realisasi biaya", "Rp 12.500.000")),
        _TO_AGENCY,
    ),
)


def rupiah(amount: Decimal | None) -> str:
    return f"Rp\u00a0{wording.number(amount or Decimal(0))}"


def details(proposal: Proposal, form: str, hours: Decimal) -> tuple[tuple[str, str], ...]:
    """What was proposed, line by line."""
    dates = wording.date_range(proposal.starts_on, proposal.ends_on) if proposal.starts_on and proposal.ends_on else ""
    return (
        ("Kegiatan", proposal.title),
        ("Bentuk pengembangan", form),
        ("Waktu", dates),
        ("Tempat", wording.where(proposal.place, proposal.city) if proposal.place else proposal.city),
        ("Sasaran peserta", _flat(proposal.target)),
        ("Jumlah peserta", f"{proposal.participants} orang" if proposal.participants else ""),
        ("Jam pelajaran", f"{wording.number(hours)} JP" if hours else ""),
        ("Pengajar", _flat(proposal.trainers)),
        ("Biaya", rupiah(proposal.cost) if proposal.cost is not None else ""),
        ("Sumber dana", proposal.fund_source),
    )


def _flat(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def request(
    proposal: Proposal,
    unit: str,
    *,
    number: int,
    before: str,
    rows: tuple[tuple[str, str], ...],
    subjects: Sequence[Any],
    documents: int,
    to: tuple[str, ...],
) -> Draft:
    """The unit's letter with a version of its proposal. ``before`` is the number of the letter it follows."""
    follows = (("Perbaikan atas", f"surat nomor {before}"),) if before else ()
    return Draft(
        kind=REQUEST,
        unit_id=proposal.unit_id,
        source_key=f"proposal:{proposal.id}:request:{number}",
        addressee=to,
        values={
            "kegiatan": proposal.title,
            "unit": unit,
            "tujuan": _flat(proposal.purpose),
            "dasar": _flat(proposal.basis),
            "nomor_sebelumnya": before,
        },
        rows=(*rows, *follows),
        annexes=(_subjects(subjects),),
        attachments=f"{1 + documents} berkas",
    )


def _subjects(subjects: Sequence[Any]) -> Annex:
    rows = [(str(count), one.title, wording.number(one.lesson_hours)) for count, one in enumerate(subjects, start=1)]
    total = sum((one.lesson_hours for one in subjects), Decimal(0))
    return Annex(
        "Rincian mata pelatihan", ("No.", "Mata pelatihan", "JP"), (*rows, ("", "Jumlah", wording.number(total)))
    )


def reply_values(proposal: Proposal, asked: Any, unit: str, note: str) -> dict[str, str]:
    """What fills the words of an answer to the letter ``asked``."""
    return {
        "kegiatan": proposal.title,
        "unit": unit,
        "nomor_usulan": asked.number,
        "tanggal_usulan": wording.plain_date(asked.issued_on),
        "catatan": _flat(note),
    }


def reply(
    proposal: Proposal,
    version: ProposalVersion,
    asked: Any,
    *,
    agency_id: int,
    unit: str,
    approved: bool,
    note: str,
    rows: tuple[tuple[str, str], ...],
    to: tuple[str, ...],
    copies: tuple[str, ...],
) -> Draft:
    """The agency's answer to a version. ``asked`` is the letter it answers; ``copies`` go to those it names."""
    return Draft(
        kind=APPROVAL if approved else REJECTION,
        unit_id=agency_id,
        source_key=f"proposal:{proposal.id}:reply:{version.number}",
        addressee=to,
        values=reply_values(proposal, asked, unit, note),
        rows=rows,
        copies=copies,
    )


def report(
    proposal: Proposal,
    filed: ProposalReport,
    *,
    unit: str,
    answered: str,
    expected: int,
    dates: tuple[date, date],
    people: Sequence[tuple[str, str]],
    documents: int,
    to: tuple[str, ...],
) -> Draft:
    """The unit's letter with its report."""
    rows = tuple((str(count), name, came) for count, (name, came) in enumerate(people, start=1))
    annexes = (Annex("Daftar peserta", ("No.", "Nama", "Kehadiran"), rows),) if rows else ()
    return Draft(
        kind=REPORT,
        unit_id=proposal.unit_id,
        source_key=f"proposal:{proposal.id}:report:{filed.number}",
        addressee=to,
        values={"kegiatan": proposal.title, "unit": unit, "nomor_balasan": answered, "catatan": _flat(filed.notes)},
        rows=(
            ("Kegiatan", proposal.title),
            ("Waktu", wording.date_range(*dates)),
            ("Tempat", wording.where(proposal.place, proposal.city) if proposal.place else proposal.city),
            ("Peserta hadir", f"{filed.attended} dari {expected} orang"),
            ("Realisasi biaya", rupiah(filed.cost)),
        ),
        annexes=annexes,
        attachments=f"{len(annexes) + documents} berkas" if annexes or documents else "",
    )
