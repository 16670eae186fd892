"""What imports keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, PROOF, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="import_runs",
        table="import_run",
        words="Impor yang Anda jalankan",
        purpose="Menunjukkan siapa membawa masuk data apa, dan mengurungkannya",
        basis=PROOF,
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
        basis=PROOF,
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
        basis=TASK,
        retention="90 hari setelah diterapkan; 7 hari bila tidak diterapkan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Hilang sendiri bersama berkas impornya.",
        columns={"value": "Isian", "sentence": "Keterangan"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
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
}
