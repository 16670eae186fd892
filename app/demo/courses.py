"""What is taught in the demo: names from the published catalogue, and the courses of our stories.

Where the catalogue gives no lesson hours (JP), the organiser sets them; so do the subjects here.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.demo.governments import rows_of

PUBLIC_SERVICE, COMMUNICATION, RESULTS, SELF, CHANGE, DECISION, TEAM, INTEGRITY = (
    "M.5",
    "M.3",
    "M.4",
    "M.6",
    "M.7",
    "M.8",
    "M.2",
    "M.1",
)


@dataclass(frozen=True)
class Subject:
    title: str
    competency: str
    hours: Decimal
    text: str = ""


@dataclass(frozen=True)
class Course:
    code: str
    title: str
    summary: str
    form: str
    levels: dict[str, int]
    subjects: tuple[Subject, ...]
    min_score: int | None = None
    kinds: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    is_online: bool = False

    @property
    def hours(self) -> Decimal:
        return sum((one.hours for one in self.subjects), Decimal(0))

    @property
    def meetings(self) -> int:
        """Eight lesson hours fill a day."""
        return max(1, -(-int(self.hours) // 8))


@dataclass(frozen=True)
class _Entry:
    title: str
    form: str


@cache
def _catalogue() -> dict[str, _Entry]:
    return {row["code"]: _Entry(row["name_id"], row["form_code"]) for row in rows_of("training_catalogue.csv")}


def _subjects(competency: str, *pairs: tuple[str, int]) -> tuple[Subject, ...]:
    return tuple(Subject(title, competency, Decimal(hours)) for title, hours in pairs)


def _published(
    code: str,
    summary: str,
    levels: dict[str, int],
    *pairs: tuple[str, int],
    min_score: int | None = None,
    kinds: tuple[str, ...] = (),
    is_online: bool = False,
) -> Course:
    entry = _catalogue()[code]
    subjects = _subjects(next(iter(levels)), *pairs)
    return Course(code, entry.title, summary, entry.form, levels, subjects, min_score, kinds=kinds, is_online=is_online)


COUNTER = Course(
    "PP-LOKET",
    "Pelayanan Prima bagi Petugas Loket",
    "Satu hari belajar menyambut warga, menjelaskan syarat dengan bahasa sederhana, dan menangani keluhan sampai "
    "tuntas. Untuk semua petugas yang bertemu warga.",
    "KL03",
    {PUBLIC_SERVICE: 2},
    (
        Subject(
            "Apa yang warga ingat dari loket kita",
            PUBLIC_SERVICE,
            Decimal(2),
            "Rekaman nyata dari Mal Pelayanan Publik, 2 JP",
        ),
        Subject("Menjelaskan syarat tanpa istilah kantor", COMMUNICATION, Decimal(2), "Latihan berpasangan, 2 JP"),
        Subject("Menangani keluhan sampai tuntas", PUBLIC_SERVICE, Decimal(3), "Simulasi tiga kasus, 3 JP"),
        Subject("Tes akhir dan rencana aksi pribadi", RESULTS, Decimal(1), "1 JP"),
    ),
    min_score=70,
)
ARCHIVES = Course(
    "BT-ARSIP",
    "Bimbingan Teknis Arsip Digital",
    "Setengah hari menata arsip yang lahir digital: memberi nama, memilah, dan menemukannya lagi.",
    "KL10",
    {RESULTS: 2},
    _subjects(RESULTS, ("Menamai dan memilah arsip digital", 2), ("Menemukan kembali dan menyusutkan", 2)),
)
CHANGE_AT_COUNTER = Course(
    "MP-LAYANAN",
    "Mengelola Perubahan di Meja Layanan",
    "Belajar daring tentang menghadapi susunan kerja yang baru tanpa warga ikut bingung.",
    "NK04",
    {CHANGE: 2},
    _subjects(CHANGE, ("Mengapa perubahan terasa berat", 2), ("Menyusun langkah kecil di unit sendiri", 2)),
    is_online=True,
)
REPLIES = Course(
    "JWB-ADUAN",
    "Menulis Jawaban Pengaduan yang Jelas",
    "Belajar daring menulis jawaban yang menjawab: singkat, sopan, dan bisa ditindaklanjuti.",
    "NK04",
    {COMMUNICATION: 2},
    _subjects(COMMUNICATION, ("Membaca maksud pengadu", 2), ("Menulis jawaban yang menutup perkara", 2)),
    is_online=True,
)
PRIVACY = Course(
    "DSR-PDP",
    "Dasar Pelindungan Data Pribadi",
    "Apa yang boleh dan tidak boleh dilakukan dengan data warga dan pegawai.",
    "KL03",
    {INTEGRITY: 2},
    _subjects(INTEGRITY, ("Data pribadi di meja kita", 2), ("Dasar pemrosesan dan hak warga", 2), ("Kalau bocor", 2)),
    min_score=70,
)
LETTERS = Course(
    "NASKAH",
    "Menulis Naskah Dinas",
    "Surat, nota, dan laporan yang bisa dipahami sekali baca.",
    "KL10",
    {COMMUNICATION: 2},
    _subjects(COMMUNICATION, ("Susunan naskah dinas", 2), ("Kalimat yang pendek dan jelas", 2)),
)
REPORTS = _published(
    "TR-LAPKIN",
    "Menyusun laporan kinerja yang berangkat dari hasil, bukan dari kegiatan.",
    {RESULTS: 2},
    ("Dari sasaran ke indikator", 3),
    ("Mengumpulkan bukti kinerja", 2),
    ("Menulis dan menelaah laporan", 3),
    min_score=65,
)
E_SERVICE = _published(
    "TR-EPUBLIK",
    "Memindahkan layanan ke kanal elektronik tanpa meninggalkan warga yang belum bisa memakainya.",
    {PUBLIC_SERVICE: 3},
    ("Memetakan perjalanan warga", 4),
    ("Merancang layanan elektronik", 6),
    ("Uji coba bersama pengguna", 4),
    ("Rencana penerapan", 2),
    min_score=65,
)
DATA_CENTRE = _published(
    "TR-DATA",
    "Merawat pusat data daerah: ketersediaan, cadangan, dan keamanan.",
    {RESULTS: 2},
    ("Ketersediaan dan pemantauan", 3),
    ("Cadangan dan pemulihan", 3),
    ("Keamanan sehari-hari", 2),
    min_score=65,
)
INNOVATION_SEMINAR = _published(
    "TR-IID",
    "Hasil Indeks Inovasi Daerah dan apa yang bisa ditiru dari daerah lain.",
    {CHANGE: 2},
    ("Membaca hasil indeks", 2),
    ("Belajar dari daerah lain", 2),
)
PUBLIC_COMMUNICATION = _published(
    "TR-KOMPUB",
    "Menyampaikan kebijakan kepada publik dan menjawab pertanyaan yang sulit.",
    {COMMUNICATION: 3},
    ("Memahami khalayak", 4),
    ("Merancang pesan dan kanal", 6),
    ("Latihan menghadapi media", 6),
    min_score=65,
)
TALENT = _published(
    "TR-TALENTA",
    "Dasar manajemen talenta ASN: pemetaan, kelompok rencana suksesi, dan pengembangannya.",
    {SELF: 3},
    ("Kebijakan manajemen talenta", 4),
    ("Memetakan dengan sembilan kotak", 6),
    ("Rencana suksesi dan pengembangan", 6),
    min_score=65,
)
INNOVATION = _published(
    "TR-INOV",
    "Merancang dan menjaga inovasi daerah supaya tidak berhenti di lomba.",
    {CHANGE: 3},
    ("Strategi inovasi daerah", 8),
    ("Laboratorium inovasi", 8),
    ("Menjaga keberlanjutan", 4),
    min_score=65,
)
NEEDS = _published(
    "TR-AKP",
    "Menganalisis kebutuhan pengembangan kompetensi dari data kesenjangan.",
    {SELF: 3},
    ("Kerangka analisis", 4),
    ("Mengolah data kesenjangan", 6),
    ("Menyusun rencana tahunan", 6),
    min_score=65,
)
PLANNING_REVIEW = _published(
    "TR-EVALREN",
    "Mengevaluasi perencanaan pembangunan daerah sampai pada rekomendasi.",
    {DECISION: 3},
    ("Kerangka evaluasi", 8),
    ("Mengolah data capaian", 8),
    ("Menulis rekomendasi", 4),
    min_score=65,
)
MAPPING = _published(
    "TR-WEBGIS",
    "Memetakan rencana tata ruang dengan WebGIS.",
    {RESULTS: 3},
    ("Data spasial dan sistem koordinat", 4),
    ("Menyajikan peta di web", 6),
)
PROCUREMENT = _published(
    "TR-PBJ1",
    "Dasar pengadaan barang dan jasa pemerintah, persiapan uji kompetensi level 1.",
    {INTEGRITY: 3},
    ("Pengantar pengadaan", 8),
    ("Perencanaan dan persiapan", 8),
    ("Pemilihan penyedia", 8),
    ("Kontrak dan serah terima", 8),
    min_score=70,
)
TRAINERS = _published(
    "TR-TOT",
    "Menjadi pengajar bagi rekan sendiri: merancang, menyampaikan, menilai.",
    {SELF: 3},
    ("Belajar orang dewasa", 8),
    ("Merancang sesi", 8),
    ("Praktik mengajar", 8),
    min_score=70,
)
COUNSELLING = _published(
    "TR-KONSEL",
    "Mendampingi rekan membicarakan karier dan kinerja.",
    {TEAM: 3},
    ("Keterampilan mendengar", 4),
    ("Percakapan kinerja", 8),
    min_score=65,
)
ONBOARDING = _published(
    "TR-ONBOARD",
    "Orientasi bagi pegawai baru: nilai, aturan, dan cara kerja pemerintah daerah.",
    {INTEGRITY: 1},
    ("Nilai dasar ASN", 8),
    ("Hak dan kewajiban", 8),
    ("Mengenal perangkat daerah", 8),
    kinds=("cpns", "pppk"),
    is_online=True,
)
BUNGO_COURSES = (
    COUNTER,
    ARCHIVES,
    CHANGE_AT_COUNTER,
    REPLIES,
    PRIVACY,
    LETTERS,
    REPORTS,
    E_SERVICE,
    DATA_CENTRE,
    INNOVATION_SEMINAR,
    PUBLIC_COMMUNICATION,
    TALENT,
    INNOVATION,
    NEEDS,
    PLANNING_REVIEW,
    MAPPING,
    PROCUREMENT,
    TRAINERS,
    COUNSELLING,
    ONBOARDING,
)
NEIGHBOUR_COURSES = (E_SERVICE, PRIVACY)
