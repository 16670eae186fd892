"""What documents keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import LEARNING, SERVICE_YEARS, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="certificate_files",
        table="stored_file",
        words="Berkas sertifikat",
        purpose="Menyimpan sertifikat persis seperti ketika terbit",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        whose=Whose.CERTIFICATE_FILE,
        link="id",
        shown_as="certificates",
        columns={"name": "Nama berkas"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "stored_file": frozenset({"media_type", "size", "sha256", "storage_key", "created_at"}),
}
