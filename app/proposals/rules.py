"""What may become of a proposal, what it must hold, and until when somebody should act. Pure; time is an argument."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.base.errors import RuleBroken, WrongField
from app.proposals.models import Move, Proposal, ProposalStatus, ReviewItem

SUBJECTS_AT_MOST = 20
DOCUMENTS_AT_MOST = 20
LONGEST_DAYS = 366
SHORTEST_REASON = 5
REMIND_DAYS_BEFORE = 2
REMINDERS_AT_MOST = 2

# The whole life of a proposal: from where each move is possible, and where it leads.
MOVES: Mapping[Move, tuple[frozenset[ProposalStatus], ProposalStatus]] = {
    Move.SUBMIT: (frozenset({ProposalStatus.DRAFT, ProposalStatus.RETURNED}), ProposalStatus.SUBMITTED),
    Move.RETURN: (frozenset({ProposalStatus.SUBMITTED}), ProposalStatus.RETURNED),
    Move.APPROVE: (frozenset({ProposalStatus.SUBMITTED}), ProposalStatus.APPROVED),
    Move.REJECT: (frozenset({ProposalStatus.SUBMITTED}), ProposalStatus.REJECTED),
    Move.WITHDRAW: (
        frozenset({ProposalStatus.SUBMITTED, ProposalStatus.RETURNED, ProposalStatus.APPROVED, ProposalStatus.RUNNING}),
        ProposalStatus.WITHDRAWN,
    ),
    Move.START: (frozenset({ProposalStatus.APPROVED}), ProposalStatus.RUNNING),
    Move.REPORT: (frozenset({ProposalStatus.RUNNING, ProposalStatus.REPORT_RETURNED}), ProposalStatus.REPORTED),
    Move.RETURN_REPORT: (frozenset({ProposalStatus.REPORTED}), ProposalStatus.REPORT_RETURNED),
    Move.ACCEPT_REPORT: (frozenset({ProposalStatus.REPORTED}), ProposalStatus.ACCEPTED),
}
REFUSALS = {
    Move.SUBMIT: "Usulan ini sudah diajukan atau sudah diputus, jadi tidak bisa diajukan lagi.",
    Move.RETURN: "Usulan ini tidak sedang ditelaah, jadi tidak bisa dikembalikan.",
    Move.APPROVE: "Usulan ini tidak sedang ditelaah, jadi tidak bisa disetujui.",
    Move.REJECT: "Usulan ini tidak sedang ditelaah, jadi tidak bisa ditolak.",
    Move.WITHDRAW: "Usulan ini tidak bisa ditarik lagi.",
    Move.START: "Angkatan hanya dibuat sekali, dari usulan yang sudah disetujui.",
    Move.REPORT: "Laporan hanya bisa diajukan untuk kegiatan yang sedang berjalan.",
    Move.RETURN_REPORT: "Tidak ada laporan yang sedang diperiksa.",
    Move.ACCEPT_REPORT: "Tidak ada laporan yang sedang diperiksa.",
}


class NotNow(RuleBroken):
    pass


class NotComplete(RuleBroken):
    heading = "Usulan belum lengkap"


class OwnProposal(RuleBroken):
    message = "Usulan yang Anda ajukan sendiri diputus oleh petugas lain."
    heading = "Tidak untuk usulan sendiri"


class TooEarly(RuleBroken):
    pass


def after(status: str, move: Move) -> ProposalStatus:
    """Where a move leads; raises NotNow where it is not possible."""
    allowed, target = MOVES[move]
    if status not in allowed:
        raise NotNow(REFUSALS[move])
    return target


def is_possible(status: str, move: Move) -> bool:
    return status in MOVES[move][0]


def ensure_editable(status: str) -> None:
    """The unit mends a draft and what came back; what was handed in stays as it is."""
    if not is_possible(status, Move.SUBMIT):
        raise NotNow("Usulan ini sudah diajukan, jadi isinya tidak bisa diubah. Tarik usulannya kalau ada yang keliru.")


def ensure_deletable(status: str) -> None:
    if status != ProposalStatus.DRAFT:
        raise NotNow("Usulan yang sudah diajukan tidak dihapus. Tarik usulannya, supaya riwayatnya tetap ada.")


def ensure_not_own(proposer_id: int | None, decider_id: int | None) -> None:
    """Nobody decides on what they handed in themselves."""
    if proposer_id is not None and proposer_id == decider_id:
        raise OwnProposal


def ensure_dates(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is None or ends_on is None:
        return
    if ends_on < starts_on:
        raise WrongField("ends_on", "Tanggal selesai mendahului tanggal mulai. Periksa keduanya.")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise WrongField("ends_on", "Kegiatan ini lebih lama dari setahun. Periksa tahun pada tanggal selesai.")


@dataclass(frozen=True)
class Missing:
    """What a draft still lacks: a sentence, and the field (or part) where to mend it."""

    text: str
    where: str


def missing(proposal: Proposal, *, subjects: int, documents: int, today: date) -> list[Missing]:
    """Everything that must be there before a proposal is handed in, in the order of the form."""
    asked = [
        (bool(proposal.form_code), "Bentuk pengembangan belum dipilih.", "form_code"),
        (bool(proposal.purpose), "Tujuan belum diisi.", "purpose"),
        (bool(proposal.basis), "Dasar kegiatan belum diisi.", "basis"),
        (subjects > 0, "Belum ada mata pelatihan.", "subjects"),
        (proposal.starts_on is not None and proposal.ends_on is not None, "Tanggal belum diisi.", "starts_on"),
        (proposal.starts_on is None or proposal.starts_on > today, "Tanggal mulai sudah lewat.", "starts_on"),
        (bool(proposal.place), "Tempat belum diisi.", "place"),
        (bool(proposal.city), "Kota belum diisi.", "city"),
        (bool(proposal.target), "Sasaran peserta belum diisi.", "target"),
        (proposal.participants is not None, "Jumlah peserta belum diisi.", "participants"),
        (bool(proposal.trainers), "Pengajar belum diisi.", "trainers"),
        (proposal.cost is not None, "Biaya belum diisi; isi 0 kalau tanpa biaya.", "cost"),
        (bool(proposal.fund_source), "Sumber dana belum diisi.", "fund_source"),
        (documents > 0, "Kerangka acuan (TOR) belum diunggah.", "documents"),
    ]
    return [Missing(text, where) for is_there, text, where in asked if not is_there]


def ensure_complete(still: Sequence[Missing]) -> None:
    if still:
        raise NotComplete(" ".join(one.text for one in still))


@dataclass(frozen=True)
class Finding:
    """The agency's word on one item: in order, or to be mended with a note."""

    is_fine: bool
    note: str = ""


def ensure_may_approve(findings: Mapping[ReviewItem, Finding]) -> None:
    """Only what is in order on every item is approved."""
    if any(item not in findings or not findings[item].is_fine for item in ReviewItem):
        raise WrongField(
            "findings", "Usulan disetujui kalau semua butir telaah sesuai. Kembalikan kalau ada yang kurang."
        )


def ensure_may_return(findings: Mapping[ReviewItem, Finding]) -> None:
    """Whoever gets a proposal back must be able to read what to mend."""
    poor = [item for item in ReviewItem if item in findings and not findings[item].is_fine]
    if not poor:
        raise WrongField(
            "findings", "Tandai paling sedikit satu butir yang perlu diperbaiki, lengkap dengan catatannya."
        )
    if any(not findings[item].note for item in poor):
        raise WrongField("findings", "Tulis catatan pada setiap butir yang perlu diperbaiki, supaya unit tahu caranya.")


def hours_remark(subject_hours: Decimal, counted: Decimal) -> str:
    """What the reviewer is told when the form's rule counts other hours than the subjects add up to."""
    if subject_hours == counted:
        return ""
    more = "lebih" if subject_hours > counted else "kurang"
    return f"Jumlah JP mata pelatihan {more} dari itu: {subject_hours.normalize():f} JP."


def ensure_may_report(batch_status: str, ends_on: date, today: date) -> None:
    if batch_status == "cancelled":
        raise NotNow("Angkatannya dibatalkan, jadi tidak ada yang dilaporkan.")
    if batch_status == "draft":
        raise TooEarly("Angkatannya belum dibuka, jadi belum ada yang dilaporkan.")
    if today <= ends_on:
        raise TooEarly("Laporan diajukan setelah hari terakhir kegiatan.")


def ensure_may_stop(batch_status: str) -> None:
    """A draft batch can still be dropped; one that people know of is cancelled first."""
    if batch_status not in ("draft", "cancelled"):
        raise NotNow("Angkatannya sudah dibuka. Batalkan dulu angkatannya, supaya setiap pendaftar diberi tahu.")


def reminder_due(due_on: date | None, today: date, sent: int) -> bool:
    """Once shortly before the day, and once when it is over."""
    if due_on is None or sent >= REMINDERS_AT_MOST:
        return False
    if sent == 0:
        return today >= due_on - timedelta(days=REMIND_DAYS_BEFORE)
    return today > due_on
