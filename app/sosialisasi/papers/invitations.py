"""The letter that invites to a round: its usual words, and what fills them.

The layout is that of an ordinary official letter of invitation (reference, section 5); a government may change its
words.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.initiatives.queries.tallies import UnitTally
from app.letters import catalogue
from app.letters.catalogue import TextKind
from app.letters.facts import Annex, Draft, LetterFacts
from app.notifications import addresses
from app.sosialisasi import labels, tokens
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.words import Words

INVITATION = "sosialisasi_invitation"
NAMES_AT_MOST = 500
_SAMPLE = {
    "kegiatan": "Sosialisasi penyederhanaan birokrasi",
    "dasar": "Keputusan Bupati tentang penyederhanaan struktur organisasi",
    "unit": "Dinas Kependudukan dan Pencatatan Sipil",
    "batas_jawab": "Senin, 7 Desember 2026, 16.00 WIB",
}
_ROWS = (
    ("Hari, tanggal", "Kamis, 10 Desember 2026"),
    ("Pukul", "09.00–11.30 WIB"),
    ("Tempat", "Aula Dinas Kependudukan dan Pencatatan Sipil"),
    ("Acara", _SAMPLE["kegiatan"]),
)

catalogue.register(
    TextKind(
        INVITATION,
        "Surat undangan sosialisasi",
        "Terbit begitu undangan sebuah putaran dikirim, dengan daftar undangan sebagai lampiran.",
        "Undangan {kegiatan}",
        "{dasar}\n\nSehubungan dengan hal tersebut, kami mengundang Saudara hadir pada:",
        "{batas_jawab}\n\nDemikian undangan ini disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan "
        "terima kasih.",
        _SAMPLE
        | {
            "dasar": "Berdasarkan Keputusan Bupati tentang penyederhanaan struktur organisasi, perubahan susunan "
            "organisasi akan dijelaskan kepada seluruh pegawai yang terdampak.",
            "batas_jawab": "Mohon menjawab undangan ini paling lambat Senin, 7 Desember 2026, 16.00 WIB.",
        },
        _ROWS,
        ("Para undangan sebagaimana terlampir", "di tempat"),
    )
)


def invitation(
    page: RoundPage, words: Words, *, rows: Sequence[tuple[str, str, str]], tallies: Sequence[UnitTally]
) -> Draft:
    """The letter of a round. ``rows`` are those invited; where they are too many to list, ``tallies`` stand for them.

    Its code leads to the page where those invited answer after signing in.
    """
    event = page.event
    annexes = (_names(rows),) if rows else ((_units(tallies),) if tallies else ())
    basis = f"Berdasarkan {event.basis}, " if event.basis else ""
    return Draft(
        kind=INVITATION,
        unit_id=event.unit_id,
        source_key=f"sosialisasi:{page.round.id}",
        addressee=("Para undangan sebagaimana terlampir", "di tempat"),
        values={
            "kegiatan": event.title,
            "dasar": f"{basis}{page.unit.name} menyelenggarakan {event.title}.",
            "unit": page.unit.name,
            "batas_jawab": f"Mohon menjawab undangan ini paling lambat {words.until}." if words.until else "",
        },
        rows=_rows(page, words),
        annexes=annexes,
        attachments="1 (satu) berkas" if annexes else "",
        code=addresses.absolute(f"/sosialisasi/putaran/{page.round.id}/undangan-saya"),
        code_note="Pindai untuk menjawab undangan ini. Anda diminta masuk ke Penata.",
    )


def _rows(page: RoundPage, words: Words) -> tuple[tuple[str, str], ...]:
    day, _comma, hours = words.when.rpartition(", ")
    meeting = page.meeting
    rows = (
        ("Hari, tanggal", day),
        ("Pukul", hours),
        ("Tempat", words.place if meeting.place else ""),
        ("Tautan", meeting.online_url),
        ("Acara", f"{page.event.title} ({labels.round_name(page.round.number)})"),
        ("Moderator", page.event.moderator),
    )
    return tuple((term, value) for term, value in rows if value)


def _names(rows: Sequence[tuple[str, str, str]]) -> Annex:
    listed = tuple((f"{count}.", name, post, unit) for count, (name, post, unit) in enumerate(rows, start=1))
    return Annex("Daftar undangan", ("No.", "Nama", "Jabatan", "Unit"), listed)


def _units(tallies: Sequence[UnitTally]) -> Annex:
    rows = tuple((f"{count}.", one.name, str(one.people)) for count, one in enumerate(tallies, start=1))
    total = str(sum(one.people for one in tallies))
    return Annex("Daftar undangan menurut unit", ("No.", "Unit", "Orang"), (*rows, ("", "Jumlah", total)))


def personal(facts: LetterFacts, name: str, round_id: int, employee_id: int) -> LetterFacts:
    """The letter as a copy for one person, whose code answers for them without signing in."""
    return replace(
        facts,
        addressee=(name, "di tempat"),
        attachments="-",
        annexes=(),
        code=addresses.absolute(tokens.path_of(tokens.token_of(round_id, employee_id))),
        code_note="Pindai untuk menjawab. Kode ini hanya untuk Anda; jangan diteruskan.",
    )
