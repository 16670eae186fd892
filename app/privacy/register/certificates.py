"""What certificates keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, SERVICE_YEARS, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="certificates",
        table="certificate",
        words="Sertifikat",
        purpose="Membuktikan kelulusan kepada siapa pun yang memeriksa kodenya",
        basis=LEARNING,
        retention=SERVICE_YEARS,
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
        key="signatories",
        table="certificate_series",
        words="Penanda tangan sertifikat",
        purpose="Mencetak nama pejabat pada sertifikat",
        basis=TASK,
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
)

PLAIN: Mapping[str, frozenset[str]] = {
    "certificate": frozenset({"series_id", "year", "sequence", "group_key", "file_id"}),
    "certificate_counter": frozenset({ALL}),
    "certificate_series": frozenset({"organiser", "unit_code", "classification", "pattern"}),
}
