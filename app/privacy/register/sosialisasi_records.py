"""What the papers of a sosialisasi keep about people, and which of their columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import LEARNING, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="attended_days",
        table="sosialisasi_attended_day",
        words="Hari Anda hadir di sosialisasi, JP, dan surat keterangannya",
        purpose="Menghitung JP sekali sehari dan menerbitkan surat keterangan hadir",
        basis=LEARNING,
        retention="Menurut jadwal retensi arsip",
        link="employee_id",
        erasure=Erasure.RESTRICT,
        columns={
            "employee_id": "Nomor pegawai",
            "sosialisasi_id": "Nomor sosialisasi",
            "round_id": "Nomor putaran",
            "day": "Hari",
            "hours": "JP",
            "letter_id": "Nomor baris surat",
            "settled_at": "Dicatat",
            "withdrawn_at": "Ditarik",
            "withdrawn_because": "Alasan ditarik",
        },
    ),
    Holding(
        key="minutes_owners",
        table="sosialisasi_minute_item",
        words="Butir notulen yang menjadi tanggung jawab Anda",
        purpose="Mengetahui siapa menindaklanjuti keputusan dan kapan",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        link="owner_id",
        erasure=Erasure.RESTRICT,
        columns={
            "owner_id": "Nomor pegawai",
            "owner": "Nama penanggung jawab",
            "title": "Pokok bahasan",
            "decision": "Keputusan",
            "due_on": "Paling lambat",
        },
    ),
    Holding(
        key="minutes_speakers",
        table="sosialisasi_minute_item",
        words="Pembicara dan inti pembicaraan yang diketik di notulen",
        purpose="Mencatat siapa mengatakan apa pada acara resmi",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Diperbaiki penyelenggara selama notulen belum ditetapkan; sesudah itu dengan notulen ralat.",
        columns={"speaker": "Pembicara", "gist": "Inti pembicaraan"},
    ),
    Holding(
        key="minutes_takers",
        table="sosialisasi_minutes",
        words="Notulis yang diketik di notulen",
        purpose="Mencantumkan siapa yang mencatat",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Diperbaiki penyelenggara selama notulen belum ditetapkan.",
        columns={"taken_by": "Notulis"},
    ),
    Holding(
        key="sosialisasi_records",
        table="sosialisasi_record",
        words="Berita acara sosialisasi dengan penanda tangan dan daftar hadirnya",
        purpose="Menyimpan berita acara seperti hari terbitnya",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Berita acara yang terbit tidak diubah; yang keliru diralat dengan berita acara baru.",
        columns={"content": "Yang diketik", "facts": "Yang tercetak"},
    ),
    Holding(
        key="sosialisasi_photos",
        table="sosialisasi_photo",
        words="Foto kegiatan sosialisasi",
        purpose="Mendokumentasikan kegiatan di dalam laporan",
        basis=TASK,
        retention="Bersama sosialisasinya",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dihapus penyelenggara beserta berkasnya bila yang terlihat di foto meminta.",
        columns={"file_id": "Berkas foto", "caption": "Keterangan"},
    ),
    Holding(
        key="sosialisasi_reports",
        table="sosialisasi_report",
        words="Laporan sosialisasi dengan daftar hadir dan fotonya",
        purpose="Mempertanggungjawabkan pelaksanaan kegiatan",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dicetak ulang oleh penyelenggara sesudah foto atau isiannya diperbaiki.",
        columns={"file_id": "Berkas laporan"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "sosialisasi_minute_item": frozenset({"minutes_id", "sort_order"}),
    "sosialisasi_minutes": frozenset({"round_id", "finalised_at"}),
    "sosialisasi_photo": frozenset({"round_id", "sort_order", "added_at"}),
    "sosialisasi_record": frozenset(
        {"round_id", "series_id", "year", "sequence", "number", "issued_on", "file_id", "list_file_id", "sha256"}
    ),
    "sosialisasi_report": frozenset(
        {
            "sosialisasi_id",
            "background",
            "aims",
            "obstacles",
            "conclusion",
            "follow_up",
            "asked",
            "made",
            "printed_at",
        }
    ),
}
