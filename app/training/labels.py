"""Indonesian words for batches and enrolments."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.base import wording
from app.competency.models import DevelopmentForm, JpRule
from app.training.advice import Advice, Advised, Step
from app.training.effects import EffectState
from app.training.models import Audience, BatchStatus, CalendarKind, EnrolmentPolicy, EnrolmentStatus
from app.training.moves import Limit
from app.training.rules import ManagedState

STATUSES = {
    EnrolmentStatus.REQUESTED: ("Menunggu persetujuan atasan", "wait"),
    EnrolmentStatus.APPROVED: ("Menunggu keputusan panitia", "wait"),
    EnrolmentStatus.REJECTED: ("Tidak disetujui", "bad"),
    EnrolmentStatus.CONFIRMED: ("Terdaftar", "good"),
    EnrolmentStatus.WAITLISTED: ("Daftar tunggu", "wait"),
    EnrolmentStatus.OFFERED: ("Ada kursi untuk Anda", "info"),
    EnrolmentStatus.DECLINED: ("Tawaran ditolak", ""),
    EnrolmentStatus.EXPIRED: ("Lewat waktu", ""),
    EnrolmentStatus.WITHDRAWN: ("Dibatalkan", ""),
    EnrolmentStatus.PASSED: ("Lulus", "good"),
    EnrolmentStatus.FAILED: ("Belum lulus", "bad"),
    EnrolmentStatus.NO_SHOW: ("Tidak hadir", "bad"),
    EnrolmentStatus.CANCELLED: ("Angkatan dibatalkan", "bad"),
}
BATCHES = {
    BatchStatus.DRAFT: ("Rancangan", ""),
    BatchStatus.PUBLISHED: ("Dibuka", "info"),
    BatchStatus.CLOSING: ("Sedang ditutup", "wait"),
    BatchStatus.CLOSED: ("Selesai", "good"),
    BatchStatus.CANCELLED: ("Dibatalkan", "bad"),
}
POLICIES = {
    EnrolmentPolicy.OPEN: "Langsung dapat kursi selama masih ada.",
    EnrolmentPolicy.SUPERIOR: "Perlu persetujuan atasan.",
    EnrolmentPolicy.TWO_STEPS: "Perlu persetujuan atasan, lalu panitia.",
    EnrolmentPolicy.NOMINATED: "Hanya untuk yang diusulkan unit kerjanya.",
}
AUDIENCES = {
    Audience.EVERYBODY: "Semua pegawai",
    Audience.PARTICIPANTS: "Peserta",
    Audience.AFTERWARDS: "Peserta, setelah angkatan selesai",
    Audience.ORGANISERS: "Panitia saja",
}
CALENDARS = {
    CalendarKind.PERSON: "Pelatihan saya",
    CalendarKind.UNIT: "Pelatihan sebuah unit",
    CalendarKind.BATCH: "Satu angkatan",
}
LIMITS = {
    Limit.OPENS: "Pendaftaran dibuka",
    Limit.CLOSES: "Pendaftaran ditutup",
    Limit.WITHDRAWAL: "Batas peserta membatalkan",
    Limit.DECISION: "Jumlah peserta diperiksa",
    Limit.RESERVED: "Jatah unit disimpan sampai",
    Limit.DUE: "Batas menyerahkan tugas",
}
# What becoming a participant means to a guest who is recognised.
SEATING = (
    "Peserta mendapat kursi kalau masih ada dan programnya memang untuknya, lalu ikut dinilai. "
    "Hadir saja: kehadirannya tercatat tanpa hasil dan tanpa JP."
)
JP_UNITS = {
    JpRule.PROGRAMME_HOURS: "jumlah JP mata pelatihan",
    JpRule.PER_DAY: "JP per hari",
    JpRule.PER_DAY_CAPPED: "JP per hari paling banyak",
    JpRule.PER_SESSION: "JP per sesi",
    JpRule.PER_ACTIVITY: "JP per kegiatan",
    JpRule.PER_SEMESTER: "JP per semester",
    JpRule.MANUAL: "JP ditetapkan panitia",
}
PERIODS = {"day": "hari", "month": "bulan"}
EFFECTS = {
    EffectState.CLOSED: ("Tertutup", "good"),
    EffectState.WAITING: ("Menunggu asesor", "wait"),
    EffectState.OPEN: ("Masih terbuka", "bad"),
    EffectState.NO_GAP: ("Tanpa kesenjangan sebelumnya", ""),
    EffectState.UNMEASURED: ("Belum dinilai sebelumnya", ""),
    EffectState.NO_LONGER_ASKED: ("Tidak diminta jabatan sekarang", ""),
}
MODES = {"classical": "Klasikal", "nonclassical": "Nonklasikal", "formal": "Pendidikan"}
QUEUE_RULE = (
    "Satu antrean untuk semua angkatan program ini: yang lebih dulu masuk, lebih dulu ditawari kursi "
    "di angkatan yang ia terima."
)
TURN_RULE = "Menolak tawaran atau tidak menjawabnya berarti pindah ke akhir antrean."


def enrolled(status: str, *, rank: int = 0, superior: str = "") -> str:
    """What the person reads right after enrolling."""
    match EnrolmentStatus(status):
        case EnrolmentStatus.REQUESTED:
            return f"Permohonan Anda sudah dikirim ke {superior}."
        case EnrolmentStatus.APPROVED:
            return "Pendaftaran Anda sudah masuk. Panitia memeriksanya lebih dulu."
        case EnrolmentStatus.WAITLISTED:
            return f"Kursi sudah penuh. Anda masuk daftar tunggu, urutan {rank}."
        case _:
            return "Anda terdaftar."


def has_seat_in(number: int, year: int) -> str:
    return f"Sudah dapat kursi di Angkatan {number} tahun {year}."


def seated_elsewhere(number: int, year: int) -> str:
    return f"Anda sudah punya kursi di Angkatan {number} tahun {year} program ini. Batalkan dulu kalau ingin pindah."


def why_offered(rank: int, waiting: int, since: str) -> str:
    """Why this person was offered the seat, as the organiser reads it."""
    who = "Urutan pertama" if rank == 1 else f"Urutan {rank}, yang pertama boleh mengisi kursi ini,"
    return f"{who} dari {waiting} yang menunggu, sejak {since}."


FROM_A_PLAN = "Dari rencana pengembangan kompetensi."


def why_interested(since: str) -> str:
    return f"Dari minat yang dicatat {since}."


def nominated_by(name: str) -> str:
    return f"Diusulkan {name}."


def names_you(name: str) -> str:
    return f"{name} mengusulkan Anda."


def seats(count: int) -> str:
    return f"{count} kursi"


def stands_already(name: str, status: str) -> str:
    """Why somebody cannot be named a second time."""
    if status == EnrolmentStatus.REQUESTED:
        return f"{name} sudah mengajukan permohonan. Setujui lewat Persetujuan."
    return f"{name} sudah ada di angkatan ini: {STATUSES[EnrolmentStatus(status)][0].lower()}."


def of_somebody_else(name: str, message: str) -> str:
    """A refusal written for the person, as their superior reads it."""
    words = message.partition(" Batalkan dulu")[0].replace("Anda sudah", "sudah").replace("Anda ikuti", "ia ikuti")
    return f"{name}: {words[0].lower()}{words[1:]}"


def undecided_by(status: str) -> str:
    """Who let the time for a decision pass, for the person who asked."""
    who = "Atasan" if status == EnrolmentStatus.REQUESTED else "Panitia"
    return f"{who} tidak memutuskan sampai batas waktunya."


MANAGED = {
    ManagedState.UNFINISHED: "Belum selesai",
    ManagedState.TO_CLOSE: "Menunggu ditutup",
    ManagedState.DRAFT: "Rancangan",
    ManagedState.CLOSED: "Sudah ditutup",
    ManagedState.CANCELLED: "Dibatalkan",
    ManagedState.ALL: "Semua",
}


def batch_state(status: str, ends_on: date, today: date) -> tuple[str, str]:
    """Where a batch stands, for whoever runs it: one that is over but not closed asks for attention."""
    if status == BatchStatus.PUBLISHED and ends_on < today:
        return "Menunggu ditutup", "wait"
    return BATCHES[BatchStatus(status)]


def availability(row: Any, at: datetime) -> tuple[str, str, datetime | None]:
    """What the catalogue says of a batch: words, tone, and when enrolment opens where that is still to come."""
    free = row.seats - row.seats_taken
    if row.mine:
        return *STATUSES[EnrolmentStatus(row.mine)], None
    if row.status != BatchStatus.PUBLISHED:
        return *BATCHES[BatchStatus(row.status)], None
    if row.policy == EnrolmentPolicy.NOMINATED:
        return "Lewat usulan unit", "", None
    if at < row.enrolment_opens_at:
        return "Dibuka", "", row.enrolment_opens_at
    if at >= row.enrolment_closes_at:
        return "Pendaftaran tutup", "", None
    return (f"{free} kursi tersisa", "good", None) if free > 0 else ("Penuh, bisa antre", "wait", None)


def batch_name(title: str, number: int) -> str:
    return f"{title}, Angkatan {number}"


def turned(seated: int, queued: int, asked: int, kept: int) -> str:
    """What became of the interest when a batch was published."""
    parts = ((seated, "dapat kursi"), (queued, "mengantre"), (asked, "menunggu persetujuan"), (kept, "belum bisa ikut"))
    words = ", ".join(f"{count} {what}" for count, what in parts if count)
    return f"Angkatan dibuka. Dari {seated + queued + asked + kept} peminat: {words}. Semua sudah diberi tahu."


def turning(first: int, waiting: int) -> str:
    """Said when a batch was published for which more people waited than are booked at once."""
    return (
        f"Angkatan dibuka. {wording.number(Decimal(first))} peminat pertama sudah didaftarkan; "
        f"{wording.number(Decimal(waiting))} lagi sedang didaftarkan menurut urutan. "
        "Anda boleh meninggalkan halaman ini."
    )


def turned_the_rest(people: int) -> str:
    return f"Selesai. {wording.number(Decimal(people))} peminat sudah didaftarkan atau diberi tahu."


def shifted(days: int) -> str:
    """diundur 7 hari is later, dimajukan 7 hari is earlier."""
    return f"{'diundur' if days > 0 else 'dimajukan'} {abs(days)} hari"


def busy(names: Sequence[str], *, named: bool, shown: int = 5) -> str:
    """Who of a batch has a seat in another one whose meeting is at the same time; ``named`` for whoever runs both."""
    said = f"{len(names)} peserta juga punya kursi di angkatan lain pada waktu yang baru"
    rest = f"; dan {len(names) - shown} orang lagi" if len(names) > shown else ""
    return wording.sentence(f"{said}: {'; '.join(names[:shown])}{rest}" if named else said)


def moved(meetings: int, days: int, told: int) -> str:
    """After all meetings of a batch were moved."""
    return f"{meetings} pertemuan {shifted(days)}." + (f" {told} orang diberi tahu." if told else "")


def jp_rule(form: DevelopmentForm, *, international: bool = False) -> str:
    """How the hours of a form are counted: "4 JP per hari"."""
    rule = JpRule(form.jp_rule)
    bonus = form.international_bonus_pct if international and rule != JpRule.MANUAL else None
    more = f" ditambah {wording.number(bonus)}% karena internasional" if bonus else ""
    if rule in (JpRule.PROGRAMME_HOURS, JpRule.MANUAL):
        return JP_UNITS[rule][0].upper() + JP_UNITS[rule][1:] + more
    abroad = form.jp_per_unit_international if international else None
    cap = ""
    if rule == JpRule.PER_SESSION and form.cap_value is not None:
        cap = f", yang diakui paling banyak {wording.number(form.cap_value)} sesi per {PERIODS[form.cap_period]}"
    level = " (angka internasional)" if abroad is not None else ""
    return f"{wording.number(abroad or form.jp_per_unit or Decimal(0))} {JP_UNITS[rule]}{cap}{level}{more}"


def rupiah(amount: Decimal | None) -> str:
    """Rp 1.250.000"""
    return "–" if amount is None else f"Rp\u00a0{wording.number(amount)}"


def rupiah_rounded(amount: Decimal) -> str:
    """Rp 526,2 juta"""
    for size, words in ((Decimal(1_000_000_000), "miliar"), (Decimal(1_000_000), "juta")):
        if amount >= size:
            return f"Rp\u00a0{wording.number((amount / size).quantize(Decimal('0.1')))} {words}"
    return rupiah(amount)


def file_name(title: str, number: int, year: int) -> str:
    plain = "".join(c if c.isalnum() else "-" for c in title.lower())
    return f"sertifikat-{'-'.join(filter(None, plain.split('-')))[:60]}-angkatan-{number}-{year}.zip"


# Why a batch is recommended, to the person themself (``own``) or to somebody who looks after them.


def closes(step: Step) -> str:
    """menutup kesenjangan Pelayanan Publik 1→2"""
    verb = "menutup" if step.is_whole else "mengurangi"
    return f"{verb} kesenjangan {step.name} {step.measured}→{step.reached}"


def why(one: Advice | Step, *, own: bool = True) -> str:
    """What it closes, and what the post asks."""
    steps = one.steps if isinstance(one, Advice) else (one,)
    words = ", ".join(closes(step) for step in steps)
    post = "Jabatan Anda" if own else "Jabatannya"
    return f"{words[0].upper()}{words[1:]}. {post} meminta level {_asked(steps)}."


def _asked(steps: tuple[Step, ...]) -> str:
    if len({step.required for step in steps}) == 1:
        return str(steps[0].required)
    return ", ".join(f"{step.required} untuk {step.name}" for step in steps)


def when_advised(one: Advice, *, own: bool = True) -> str:
    """Date, hours, seats, and that it clashes with nothing."""
    hours = f"{wording.number(one.lesson_hours)} JP"
    if one.hours:
        rest = "semuanya" if one.hours == one.lesson_hours else f"{wording.number(one.hours)} di antaranya"
        hours += f" ({rest} masih kurang tahun ini)"
    whose = "jadwal Anda" if own else "jadwalnya"
    day = wording.date_range(one.starts_on, one.ends_on)
    return f"{day}, {hours}, sisa {one.seats_left} kursi, tidak bentrok dengan {whose}."


def nothing_advised(found: Advised, *, own: bool = True) -> str:
    """What there is to do where no batch can be recommended."""
    if found.gaps:
        if found.undated:
            return "Belum ada angkatan berkursi kosong yang cocok. Program berikut menutup kesenjangan ini:"
        if own:
            return (
                f"Belum ada program lain untuk {_listed(found.gaps)}. Sampaikan kebutuhan ini ke atasan Anda; "
                "BKPSDM memakainya untuk menyusun rencana pelatihan."
            )
        return f"Belum ada program lain untuk {_listed(found.gaps)}. Sampaikan kebutuhan ini ke BKPSDM."
    if found.unmeasured:
        who = "jabatan Anda" if own else "jabatannya"
        return f"{found.unmeasured} kompetensi {who} belum dinilai, jadi belum ada yang bisa disarankan. " + (
            "Minta atasan atau BKPSDM menilainya." if own else "Catat penilaiannya dulu."
        )
    return "Tidak ada kesenjangan yang tercatat sekarang."


def _listed(names: tuple[str, ...]) -> str:
    first, more = ", ".join(names[:3]), len(names) - 3
    return f"{first} dan {more} kompetensi lain" if more > 0 else first


# Before and after a training.


def level_of(measured: int | None, required: int | None) -> str:
    """level 1 dari 2"""
    if required is None:
        return "tidak diminta"
    return f"{'belum dinilai' if measured is None else f'level {measured}'} dari {required}"


def told(count: int | None) -> str:
    """A count, or that the group is too small to be told."""
    return "n < 5" if count is None else wording.number(count)


def one_place(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
