"""The register of personal data: every table and column that says something about a person (security P1).

Each ``Holding`` is a table, or some of its columns, that is kept for one purpose. What is in no holding stands in
``PLAIN``: columns that say nothing about anybody. A test reads every table of the application and fails for a column
that is in neither, naming it. So a new table needs either a line in ``PLAIN`` or a ``Holding`` here; export, erasure,
the page *Data pribadi* and the breach report follow from it without another line of code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.accounts.rules import fingerprint


class Erasure(StrEnum):
    """What a granted erasure does to a holding."""

    DELETE = "delete"
    CLEAR = "clear"
    RESTRICT = "restrict"
    STAYS = "stays"


class Whose(StrEnum):
    """How a row is known to be somebody's."""

    EMPLOYEE = "employee"
    ACCOUNT = "account"
    ACCOUNT_HASH = "account_hash"
    CERTIFICATE_FILE = "certificate_file"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Subject:
    """The person somebody's data is gathered for: their number, and those of their accounts."""

    government_id: int
    employee_id: int
    user_ids: tuple[int, ...]

    @property
    def account_hashes(self) -> tuple[str, ...]:
        return tuple(fingerprint(f"account {user_id}") for user_id in self.user_ids)


@dataclass(frozen=True)
class Holding:
    """What is kept, why, on what ground, for how long, and what becomes of it. ``columns`` have Indonesian names.

    A holding tied to NOBODY (a name typed into a form, without a link to an account) cannot be found by person;
    ``how`` then says how it is dealt with.
    """

    key: str
    table: str
    words: str
    purpose: str
    basis: str
    retention: str
    columns: Mapping[str, str] = field(hash=False)
    whose: Whose = Whose.EMPLOYEE
    link: str = "employee_id"
    erasure: Erasure = Erasure.RESTRICT
    how: str = ""
    # The key of ``audit.labels.PARTS`` under which a page shows this to others.
    shown_as: str = ""

    @property
    def is_exported(self) -> bool:
        return self.whose is not Whose.NOBODY


_DUTY = "UU 20/2023 tentang ASN; kewajiban hukum (UU 27/2022 Pasal 20)"
_LEARNING = "UU 20/2023 Pasal 49; kewajiban hukum (UU 27/2022 Pasal 20)"
_TASK = "Tugas untuk kepentingan umum (UU 27/2022 Pasal 20)"
_SAFETY = "Kepentingan yang sah: menjaga akun dan data (UU 27/2022 Pasal 20)"
_PROOF = "Kewajiban hukum: membuktikan siapa melakukan apa (UU 27/2022 Pasal 20)"
_SERVICE_YEARS = "Selama menjadi pegawai, lalu menurut jadwal retensi arsip"

REGISTER: tuple[Holding, ...] = (
    Holding(
        key="file",
        table="employee",
        words="Data kepegawaian",
        purpose="Mengenali pegawai dan mengurus kepegawaiannya",
        basis=_DUTY,
        retention=_SERVICE_YEARS,
        link="id",
        shown_as="file",
        columns={
            "nip": "NIP",
            "name": "Nama dengan gelar",
            "sort_name": "Nama untuk urutan",
            "kind": "Jenis pegawai",
            "rank": "Golongan",
            "rank_from": "TMT golongan",
            "cpns_from": "TMT CPNS",
            "legal_status": "Kedudukan hukum",
            "education_level": "Tingkat pendidikan",
            "education": "Pendidikan",
            "siasn_id": "Nomor di SIASN",
            "active": "Masih aktif",
            "restricted_on": "Dibatasi sejak",
        },
    ),
    Holding(
        key="contact",
        table="employee",
        words="Email kedinasan",
        purpose="Mengirim kabar tentang pelatihan dan keputusan",
        basis=_TASK,
        retention="Selama menjadi pegawai",
        link="id",
        shown_as="file",
        erasure=Erasure.CLEAR,
        columns={"email": "Email"},
    ),
    Holding(
        key="placements",
        table="placement",
        words="Riwayat jabatan",
        purpose="Menentukan atasan, kebutuhan kompetensi, dan hak akses",
        basis=_DUTY,
        retention=_SERVICE_YEARS,
        shown_as="placements",
        columns={
            "employee_id": "Nomor pegawai",
            "position_id": "Nomor jabatan",
            "kind": "Jenis penempatan",
            "starts_on": "Mulai",
            "ends_on": "Sampai",
        },
    ),
    Holding(
        key="levels",
        table="assessment",
        words="Hasil penilaian kompetensi",
        purpose="Melihat kesenjangan dan merencanakan pengembangan",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        shown_as="levels",
        columns={
            "employee_id": "Nomor pegawai",
            "competency_id": "Nomor kompetensi",
            "level": "Level",
            "source": "Sumber",
            "assessed_on": "Tanggal",
        },
    ),
    Holding(
        key="evidence",
        table="competency_evidence",
        words="Bukti kompetensi",
        purpose="Menjadi bahan asesor",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        shown_as="levels",
        columns={
            "employee_id": "Nomor pegawai",
            "competency_id": "Nomor kompetensi",
            "level": "Level",
            "source_key": "Asal",
            "shown_on": "Tanggal",
        },
    ),
    Holding(
        key="hours",
        table="learning_record",
        words="Catatan jam pelajaran (JP)",
        purpose="Membuktikan pengembangan kompetensi setiap tahun",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        shown_as="hours",
        columns={
            "employee_id": "Nomor pegawai",
            "form_code": "Bentuk",
            "title": "Judul",
            "organiser": "Penyelenggara",
            "starts_on": "Mulai",
            "ends_on": "Selesai",
            "year": "Tahun",
            "jp_claimed": "JP diajukan",
            "jp_credited": "JP diakui",
            "status": "Keadaan",
            "source_key": "Asal",
            "evidence": "Bukti",
            "recorded_at": "Dicatat",
        },
    ),
    Holding(
        key="enrolments",
        table="enrolment",
        words="Pendaftaran dan hasil pelatihan",
        purpose="Mengatur kursi, keputusan atasan, dan hasil pelatihan",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        columns={
            "batch_id": "Nomor angkatan",
            "employee_id": "Nomor pegawai",
            "status": "Keadaan",
            "requested_at": "Diajukan",
            "queued_at": "Masuk daftar tunggu",
            "decided_by": "Nomor pegawai yang memutus",
            "decided_at": "Diputus",
            "reason": "Alasan",
            "offer_expires_at": "Tawaran berlaku sampai",
            "score": "Nilai",
            "assignment_done": "Tugas selesai",
            "attendance_share": "Kehadiran (%)",
        },
    ),
    Holding(
        key="attendance",
        table="attendance",
        words="Kehadiran",
        purpose="Membuktikan kehadiran sebagai syarat kelulusan",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "status": "Kehadiran",
            "method": "Cara",
            "at": "Waktu",
            "marked_by": "Nomor akun yang mencatat",
        },
    ),
    Holding(
        key="refused_check_ins",
        table="refused_check_in",
        words="Kode absen yang ditolak",
        purpose="Menahan percobaan menebak kode absen",
        basis=_SAFETY,
        retention="keep_check_in",
        erasure=Erasure.DELETE,
        columns={
            "meeting_id": "Nomor pertemuan",
            "employee_id": "Nomor pegawai",
            "reason": "Sebab",
            "at": "Waktu",
        },
    ),
    Holding(
        key="certificates",
        table="certificate",
        words="Sertifikat",
        purpose="Membuktikan kelulusan kepada siapa pun yang memeriksa kodenya",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        shown_as="certificates",
        columns={
            "number": "Nomor",
            "code": "Kode pemeriksaan",
            "employee_id": "Nomor pegawai",
            "source_key": "Asal",
            "title": "Judul",
            "facts": "Yang tercetak",
            "status": "Keadaan",
            "issued_on": "Terbit",
            "expires_on": "Berlaku sampai",
            "issued_at": "Dibuat",
            "sha256": "Sidik berkas",
        },
    ),
    Holding(
        key="certificate_files",
        table="stored_file",
        words="Berkas sertifikat",
        purpose="Menyimpan sertifikat persis seperti ketika terbit",
        basis=_LEARNING,
        retention=_SERVICE_YEARS,
        whose=Whose.CERTIFICATE_FILE,
        link="id",
        shown_as="certificates",
        columns={"name": "Nama berkas"},
    ),
    Holding(
        key="signatories",
        table="certificate_series",
        words="Penanda tangan sertifikat",
        purpose="Mencetak nama pejabat pada sertifikat",
        basis=_TASK,
        retention="Selama pejabat itu menandatangani; yang sudah tercetak tetap",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Diganti petugas ketika pejabatnya berganti.",
        columns={
            "signatory_heading": "Baris di atas tanda tangan",
            "signatory_position": "Jabatan",
            "signatory_name": "Nama",
            "signatory_nip": "NIP",
        },
    ),
    Holding(
        key="trainers",
        table="batch",
        words="Pengajar yang diketik pada angkatan",
        purpose="Memberi tahu peserta siapa yang mengajar",
        basis=_TASK,
        retention="Bersama data angkatan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dihapus petugas dari angkatan bila pengajar meminta.",
        columns={"trainer": "Pengajar", "trainer_from": "Asal pengajar"},
    ),
    Holding(
        key="meeting_trainers",
        table="batch_meeting",
        words="Pengajar yang diketik pada pertemuan",
        purpose="Memberi tahu peserta siapa yang mengajar",
        basis=_TASK,
        retention="Bersama data angkatan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dihapus petugas dari pertemuan bila pengajar meminta.",
        columns={"trainer": "Pengajar"},
    ),
    Holding(
        key="account",
        table="user_account",
        words="Akun",
        purpose="Masuk ke Penata",
        basis=_TASK,
        retention="Selama menjadi pegawai; akun yang nonaktif tinggal namanya untuk jejak audit",
        columns={
            "employee_id": "Nomor pegawai",
            "name": "Nama",
            "active": "Aktif",
            "created_at": "Dibuat",
            "password_set_at": "Kata sandi diatur",
            "last_sign_in_at": "Terakhir masuk",
        },
    ),
    Holding(
        key="sign_in_email",
        table="user_account",
        words="Email untuk masuk",
        purpose="Masuk dengan email dan menerima tautan kata sandi",
        basis=_TASK,
        retention="Selama menjadi pegawai",
        erasure=Erasure.CLEAR,
        columns={"email": "Email"},
    ),
    Holding(
        key="roles",
        table="role_grant",
        words="Peran",
        purpose="Menentukan siapa boleh melihat dan melakukan apa",
        basis=_PROOF,
        retention="Selama akun ada; menjadi bukti siapa pernah berwenang",
        whose=Whose.ACCOUNT,
        link="user_id",
        columns={
            "user_id": "Nomor akun",
            "unit_id": "Nomor unit",
            "role": "Peran",
            "starts_on": "Mulai",
            "ends_on": "Sampai",
            "pending": "Menunggu konfirmasi",
            "granted_by": "Nomor akun pemberi",
            "granted_at": "Diberikan",
            "confirmed_by": "Nomor akun yang mengonfirmasi",
            "confirmed_at": "Dikonfirmasi",
            "refused_by": "Nomor akun yang menolak",
            "refused_at": "Ditolak",
            "refusal": "Alasan penolakan",
        },
    ),
    Holding(
        key="links",
        table="account_link",
        words="Undangan dan tautan kata sandi",
        purpose="Mengatur kata sandi lewat tautan sekali pakai",
        basis=_SAFETY,
        retention="keep_link",
        whose=Whose.ACCOUNT,
        link="user_id",
        erasure=Erasure.DELETE,
        columns={
            "user_id": "Nomor akun",
            "kind": "Jenis",
            "created_at": "Dikirim",
            "expires_at": "Berlaku sampai",
            "used_at": "Dipakai",
        },
    ),
    Holding(
        key="half_sign_ins",
        table="half_sign_in",
        words="Masuk yang menunggu kode",
        purpose="Menunggu kode masuk setelah kata sandi benar",
        basis=_SAFETY,
        retention="Beberapa menit, sampai kodenya dimasukkan atau waktunya habis",
        whose=Whose.ACCOUNT,
        link="user_id",
        erasure=Erasure.DELETE,
        columns={"user_id": "Nomor akun", "expires_at": "Berlaku sampai"},
    ),
    Holding(
        key="recovery_codes",
        table="recovery_code",
        words="Kode cadangan",
        purpose="Masuk ketika ponsel hilang",
        basis=_SAFETY,
        retention="Sampai diganti atau kode masuknya dilepas",
        whose=Whose.ACCOUNT,
        link="user_id",
        erasure=Erasure.STAYS,
        how="Hilang begitu pemiliknya mengganti atau melepas kode masuk; tanpa kode ini akunnya terkunci.",
        columns={"user_id": "Nomor akun", "used_at": "Dipakai"},
    ),
    Holding(
        key="sessions",
        table="user_session",
        words="Sesi yang terbuka",
        purpose="Mengenali peramban yang sudah masuk",
        basis=_SAFETY,
        retention="keep_session",
        whose=Whose.ACCOUNT,
        link="user_id",
        erasure=Erasure.DELETE,
        columns={
            "user_id": "Nomor akun",
            "created_at": "Masuk",
            "last_seen_at": "Terakhir dipakai",
            "expires_at": "Berlaku sampai",
            "idle_minutes": "Menit tanpa kegiatan",
            "device": "Perangkat",
            "second_factor": "Dengan kode masuk",
        },
    ),
    Holding(
        key="sign_in_tries",
        table="sign_in_try",
        words="Percobaan masuk yang gagal",
        purpose="Menahan orang yang menebak kata sandi",
        basis=_SAFETY,
        retention="keep_sign_in",
        whose=Whose.ACCOUNT_HASH,
        link="account_hash",
        erasure=Erasure.DELETE,
        columns={"account_hash": "Sidik akun", "address_hash": "Sidik alamat jaringan", "at": "Waktu"},
    ),
    Holding(
        key="notices",
        table="notice",
        words="Pemberitahuan",
        purpose="Memberi kabar di dalam Penata",
        basis=_TASK,
        retention="keep_notice",
        erasure=Erasure.DELETE,
        columns={
            "employee_id": "Nomor pegawai",
            "kind": "Jenis",
            "text": "Isi",
            "path": "Halaman",
            "created_at": "Dibuat",
            "read_at": "Dibaca",
        },
    ),
    Holding(
        key="mails",
        table="mail",
        words="Surat lewat email",
        purpose="Memberi kabar lewat email dan membuktikan bahwa surat terkirim",
        basis=_TASK,
        retention="keep_mail",
        erasure=Erasure.DELETE,
        columns={
            "employee_id": "Nomor pegawai",
            "recipient_name": "Penerima",
            "address": "Alamat",
            "kind": "Jenis",
            "key": "Peristiwa",
            "subject": "Perihal",
            "facts": "Isi",
            "status": "Keadaan",
            "created_at": "Dibuat",
            "sent_at": "Terkirim",
            "trouble": "Kendala",
        },
    ),
    Holding(
        key="mail_choices",
        table="mail_choice",
        words="Pilihan email",
        purpose="Mengirim email seperti yang Anda pilih",
        basis=_TASK,
        retention="Selama menjadi pegawai",
        erasure=Erasure.DELETE,
        columns={
            "employee_id": "Nomor pegawai",
            "letter_group": "Kelompok surat",
            "delivery": "Cara",
            "changed_at": "Dipilih",
        },
    ),
    Holding(
        key="readings",
        table="personal_reading",
        words="Siapa membuka data Anda",
        purpose="Menunjukkan kepada Anda siapa yang melihat data Anda",
        basis=_PROOF,
        retention="keep_reading",
        erasure=Erasure.STAYS,
        how="Tetap ada selama masa simpannya, supaya Anda masih bisa melihatnya.",
        columns={
            "employee_id": "Nomor pegawai",
            "reader_id": "Nomor akun pembaca",
            "part": "Bagian",
            "day": "Hari",
            "first_at": "Pertama",
            "last_at": "Terakhir",
            "times": "Berapa kali",
        },
    ),
    Holding(
        key="requests",
        table="privacy_request",
        words="Permintaan atas data pribadi",
        purpose="Menjawab permintaan dan membuktikan keputusannya",
        basis=_PROOF,
        retention=_SERVICE_YEARS,
        erasure=Erasure.STAYS,
        how="Tetap ada sebagai bukti bahwa permintaan dijawab.",
        shown_as="requests",
        columns={
            "employee_id": "Nomor pegawai",
            "kind": "Jenis",
            "part": "Bagian",
            "wrong": "Yang keliru",
            "correct": "Yang benar",
            "note": "Catatan",
            "status": "Keadaan",
            "created_at": "Diajukan",
            "due_at": "Tenggat",
            "decided_by": "Nomor akun yang memutus",
            "closed_at": "Selesai",
            "reason": "Alasan",
        },
    ),
    Holding(
        key="directory",
        table="directory_entry",
        words="Daftar pencarian pegawai",
        purpose="Menemukan pegawai dengan cepat menurut nama, unit, dan jabatan",
        basis=_TASK,
        retention="Mengikuti data kepegawaian; disusun ulang setiap hari",
        erasure=Erasure.STAYS,
        how="Hanya salinan nama, unit, dan jabatan hari ini; ikut berubah bersama data kepegawaiannya.",
        shown_as="file",
        columns={
            "employee_id": "Nomor pegawai",
            "sort_name": "Nama untuk urutan",
            "words": "Kata pencarian",
            "position_id": "Nomor jabatan",
            "unit_path": "Unit",
        },
    ),
    Holding(
        key="import_runs",
        table="import_run",
        words="Impor yang Anda jalankan",
        purpose="Menunjukkan siapa membawa masuk data apa, dan mengurungkannya",
        basis=_PROOF,
        retention="Baris dan jumlahnya tetap; berkas dan rinciannya 90 hari",
        whose=Whose.ACCOUNT,
        link="created_by",
        erasure=Erasure.STAYS,
        how="Tetap ada sebagai bukti siapa mengubah data banyak orang sekaligus.",
        columns={
            "created_by": "Nomor akun",
            "created_by_name": "Nama",
            "created_at": "Diunggah",
            "applied_at": "Diterapkan",
            "undone_at": "Diurungkan",
            "kind": "Jenis",
            "file_name": "Nama berkas",
        },
    ),
    Holding(
        key="import_changes",
        table="import_change",
        words="Yang diubah sebuah impor",
        purpose="Menunjukkan sebelum dan sesudah, dan mengurungkan impor",
        basis=_PROOF,
        retention="90 hari setelah diterapkan; 7 hari bila tidak diterapkan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Hilang sendiri bersama berkas impornya; sampai saat itu diperlukan untuk mengurungkan.",
        columns={"about": "Tentang", "before": "Sebelum", "after": "Sesudah"},
    ),
    Holding(
        key="import_faults",
        table="import_fault",
        words="Isian impor yang keliru",
        purpose="Menunjukkan baris dan kolom yang perlu diperbaiki",
        basis=_TASK,
        retention="90 hari setelah diterapkan; 7 hari bila tidak diterapkan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Hilang sendiri bersama berkas impornya.",
        columns={"value": "Isian", "sentence": "Keterangan"},
    ),
    Holding(
        key="jobs",
        table="job",
        words="Pekerjaan latar yang diminta",
        purpose="Menjalankan pekerjaan panjang dan menunjukkan kemajuannya",
        basis=_TASK,
        retention="keep_job",
        whose=Whose.ACCOUNT,
        link="created_by",
        erasure=Erasure.STAYS,
        how="Hilang sendiri setelah masa simpannya; isinya hanya nomor.",
        columns={"created_by": "Nomor akun yang meminta", "kind": "Jenis", "created_at": "Diminta"},
    ),
    Holding(
        key="trail",
        table="audit_entry",
        words="Jejak audit perbuatan Anda",
        purpose="Membuktikan siapa melakukan apa, kapan",
        basis=_PROOF,
        retention="Selama pemasangan ini ada; isinya nomor dan keadaan",
        whose=Whose.ACCOUNT,
        link="actor_id",
        erasure=Erasure.STAYS,
        how="Rantainya tidak bisa diubah. Isinya nomor, bukan nama atau NIP.",
        columns={
            "at": "Waktu",
            "actor_id": "Nomor akun",
            "action": "Kejadian",
            "object_kind": "Objek",
            "object_id": "Nomor objek",
        },
    ),
)

# The same in every table: the number of a row, of its government, and of its version.
ALWAYS_PLAIN = frozenset({"id", "government_id", "version"})
ALL = "*"
# Columns that say nothing about a person. ``ALL`` stands for a whole table.
PLAIN: Mapping[str, frozenset[str]] = {
    "agenda_item": frozenset({ALL}),
    "audit_entry": frozenset({"chain", "position", "details", "request_id", "previous_hash", "hash"}),
    "audit_head": frozenset({ALL}),
    "batch": frozenset(
        {
            "programme_id",
            "number",
            "year",
            "status",
            "policy",
            "starts_on",
            "ends_on",
            "city",
            "place",
            "address",
            "lesson_hours",
            "seats",
            "seats_taken",
            "enrolment_opens_at",
            "enrolment_closes_at",
            "withdrawal_closes_at",
            "archive_file_id",
            "closed_at",
            "cancel_reason",
            "cancelled_at",
            "decide_on",
            "min_participants",
            "budget",
            "realised",
            "reserved_until",
        }
    ),
    "batch_document": frozenset({ALL}),
    "batch_meeting": frozenset({"batch_id", "meeting_id", "subject_id"}),
    "batch_reservation": frozenset({ALL}),
    "certificate": frozenset({"series_id", "year", "sequence", "group_key", "file_id"}),
    "certificate_counter": frozenset({ALL}),
    "certificate_series": frozenset({"organiser", "unit_code", "classification", "pattern"}),
    "competency": frozenset({ALL}),
    "development_form": frozenset({ALL}),
    "directory_day": frozenset({ALL}),
    "directory_entry": frozenset({"place"}),
    "government": frozenset({ALL}),
    "import_change": frozenset({"run_id", "row", "in_table", "row_id", "is_new"}),
    "import_fault": frozenset({"run_id", "weight", "row", "heading"}),
    "import_mapping": frozenset({ALL}),
    "import_run": frozenset(
        {
            "status",
            "sheet",
            "file_id",
            "heading_key",
            "columns",
            "headings",
            "all_headings",
            "personal",
            "unknown",
            "other_sheets",
            "make_units",
            "rows",
            "new",
            "changed",
            "unchanged",
            "refused",
            "doubtful",
            "faults",
            "tally",
            "digest",
            "round",
            "message",
        }
    ),
    "job": frozenset(
        {"key", "args", "status", "progress", "total", "message", "attempts", "heartbeat_at", "finished_at"}
    ),
    "learning_target": frozenset({ALL}),
    "mail": frozenset({"message_id", "attempts", "next_try_at", "is_sample", "seal"}),
    "meeting": frozenset({ALL}),
    "org_unit": frozenset({ALL}),
    "position": frozenset({ALL}),
    "position_requirement": frozenset({ALL}),
    "programme": frozenset({ALL}),
    "programme_competency": frozenset({ALL}),
    "programme_subject": frozenset({ALL}),
    "stored_file": frozenset({"media_type", "size", "sha256", "storage_key", "created_at"}),
    "tier_requirement": frozenset({ALL}),
    "unit_succession": frozenset({ALL}),
    # What lets somebody in says nothing about them, and is never written out (security L1).
    "account_link": frozenset({"token_hash"}),
    "half_sign_in": frozenset({"token_hash"}),
    "recovery_code": frozenset({"code_hash"}),
    "user_account": frozenset({"password_hash", "totp_secret", "totp_step"}),
    "user_session": frozenset({"token_hash"}),
}

BY_KEY: Mapping[str, Holding] = {one.key: one for one in REGISTER}


def of_table(table: str) -> list[Holding]:
    return [one for one in REGISTER if one.table == table]


def missing(tables: Mapping[str, frozenset[str]]) -> list[str]:
    """What the register does not yet say of these tables and columns, each with what to write and where."""
    return [words for table in sorted(tables) for words in _missing_of(table, tables[table])]


def _missing_of(table: str, columns: frozenset[str]) -> list[str]:
    plain, held = PLAIN.get(table, frozenset()), _held(table)
    if ALL in plain and not held:
        return []
    unsaid = sorted(columns - plain - held - ALWAYS_PLAIN)
    return [
        f"{table}.{column}: does it say something about a person? Then add it to the columns of a Holding with "
        f'table="{table}" in REGISTER (app/privacy/register.py), else to PLAIN["{table}"] in the same file.'
        for column in unsaid
    ]


def superfluous(tables: Mapping[str, frozenset[str]]) -> list[str]:
    """What the register says of tables and columns that are not there, or says twice."""
    named = set(PLAIN) | {one.table for one in REGISTER}
    found = [f"{table}: no such table; remove it from app/privacy/register.py" for table in sorted(named - set(tables))]
    for table in sorted(named & set(tables)):
        listed = [column for one in of_table(table) for column in one.columns]
        listed += [column for column in PLAIN.get(table, ()) if column != ALL]
        found += [
            f"{table}.{column}: no such column; remove it from app/privacy/register.py"
            for column in sorted(set(listed) - tables[table])
        ]
        found += [
            f"{table}.{column}: said twice" for column in sorted({one for one in listed if listed.count(one) > 1})
        ]
        if ALL in PLAIN.get(table, ()) and len(listed):
            found.append(f"{table}: PLAIN says ALL, and yet columns are named")
    return found


def _held(table: str) -> frozenset[str]:
    return frozenset(column for one in of_table(table) for column in one.columns)
