"""Indonesian words for surveys."""

from app.surveys.models import (
    Direction,
    FigureKind,
    ItemKind,
    LiveStatus,
    NodeKind,
    PopulationKind,
    TextState,
    VersionStatus,
    WaveMode,
    WaveStatus,
)
from app.surveys.rules.comparison import Likeness
from app.surveys.rules.readiness import Segment

ITEM_KINDS = {
    ItemKind.SCALE: "Pernyataan berskala",
    ItemKind.SINGLE: "Pilih satu",
    ItemKind.MULTIPLE: "Boleh pilih beberapa",
    ItemKind.TEXT: "Isian bebas",
}
MODES = {WaveMode.ANONYMOUS: "Anonim", WaveMode.NAMED: "Bernama"}
# Each with the kind of badge it wears.
STATUSES: dict[str, tuple[str, str]] = {
    WaveStatus.DRAFT: ("Rancangan", ""),
    WaveStatus.OPENING: ("Sedang dibuka", "info"),
    WaveStatus.OPEN: ("Terbuka", "info"),
    WaveStatus.CLOSING: ("Sedang ditutup", "info"),
    WaveStatus.CLOSED: ("Ditutup", "good"),
}
DIRECTIONS = {
    Direction.HIGH_IS_GOOD: "Nilai tinggi berarti siap",
    Direction.HIGH_IS_BAD: "Nilai tinggi berarti keberatan",
}
VERSIONS: dict[str, tuple[str, str]] = {
    VersionStatus.DRAFT: ("Rancangan", ""),
    VersionStatus.PUBLISHED: ("Terbit", "good"),
    VersionStatus.RETIRED: ("Tidak dipakai lagi", ""),
}
# Each with the kind of badge it wears, and whether waves are compared.
LIKENESSES: dict[str, tuple[str, str, str]] = {
    Likeness.SAME: ("Sama", "good", "Dibandingkan."),
    Likeness.REWORDED: ("Kata berubah sedikit", "wait", "Dibandingkan dengan tanda."),
    Likeness.CHANGED: ("Makna berubah", "bad", "Tidak dibandingkan."),
    Likeness.ADDED: ("Baru", "info", "Tidak ada pembandingnya."),
    Likeness.REMOVED: ("Dihapus", "", "Tidak dibandingkan."),
}
POPULATIONS = {
    PopulationKind.UNIT: "Satu unit",
    PopulationKind.SUBTREE: "Unit dan semua di bawahnya",
    PopulationKind.TIER: "Jenjang jabatan",
    PopulationKind.POSITION: "Satu jabatan",
    PopulationKind.INITIATIVE: "Semua yang terdampak inisiatif",
    PopulationKind.PERSON: "Orang tertentu",
}
LIVE: dict[str, tuple[str, str]] = {
    LiveStatus.OPEN: ("Terbuka", "info"),
    LiveStatus.SHOWN: ("Sudah ditampilkan", "good"),
    LiveStatus.LAPSED: ("Lewat waktu", ""),
}
# What a mode means, in plain words: to whoever prepares a wave, to whoever answers, in a mail and on a slip.
MODE_CHOICES = {
    WaveMode.ANONYMOUS: "Tanpa nama: setelah ditutup, tidak ada yang bisa tahu siapa menjawab apa, juga bukan admin",
    WaveMode.NAMED: "Bernama: tim perubahan membaca jawaban bersama nama penjawabnya",
}
MODE_IN_MAIL = {
    WaveMode.ANONYMOUS: "Jawaban disimpan tanpa nama dan tanpa waktu, terpisah dari daftar siapa yang sudah mengisi.",
    WaveMode.NAMED: "Survei ini bernama: tim perubahan membaca jawaban bersama nama Anda.",
}
MODE_ON_PAPER = {
    WaveMode.ANONYMOUS: "Jawaban disimpan tanpa nama.",
    WaveMode.NAMED: "Survei ini bernama: tim perubahan membaca jawaban bersama nama Anda.",
}
NODES = {
    NodeKind.WHOLE: "Semua yang ditanya",
    NodeKind.UNIT: "Unit dan semua di bawahnya",
    NodeKind.OWN: "Langsung di unit itu",
}
FIGURES = {
    FigureKind.DIMENSION: "Dimensi",
    FigureKind.ITEM: "Butir",
    FigureKind.SCORE: "Nilai keseluruhan",
    FigureKind.BARRIERS: "Titik hambat pribadi",
    FigureKind.SEGMENTS: "Sikap",
}
TEXT_STATES: dict[str, tuple[str, str]] = {
    TextState.PENDING: ("Belum dibaca", "wait"),
    TextState.SHOWN: ("Ditampilkan", "good"),
    TextState.WITHHELD: ("Tidak ditampilkan", ""),
}
SEGMENTS = {
    Segment.OPEN_RESISTER: "Menentang terbuka",
    Segment.ANXIOUS: "Siap, tetapi cemas",
    Segment.SCEPTIC: "Belum yakin",
    Segment.SUPPORTER: "Mendukung",
    Segment.PASSIVE: "Menunggu",
}
