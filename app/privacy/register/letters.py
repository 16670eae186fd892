"""What letters keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="letters",
        table="letter",
        words="Surat dinas yang terbit",
        purpose="Menyimpan surat seperti hari terbitnya, dengan penanda tangan dan orang yang disebut di dalamnya",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Surat yang terbit tidak diubah; yang keliru diralat dengan surat baru.",
        columns={"facts": "Yang tercetak", "subject": "Hal", "withdrawn_because": "Alasan ditarik"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "letter": frozenset(
        {
            "series_id",
            "unit_id",
            "year",
            "sequence",
            "number",
            "kind",
            "source_key",
            "issued_on",
            "issued_at",
            "file_id",
            "sha256",
            "withdrawn_on",
        }
    ),
    "letter_counter": frozenset({ALL}),
    "letter_series": frozenset({ALL}),
    "letter_text": frozenset({ALL}),
    "letterhead": frozenset({ALL}),
}
