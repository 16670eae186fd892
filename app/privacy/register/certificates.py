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
        key="badges",
        table="certificate_badge",
        words="Lencana digital",
        purpose="Menunjukkan hasil pelatihan di luar Penata, hanya kalau pemegangnya memintanya",
        basis="Persetujuan pemegang (UU 27/2022 Pasal 20), bisa ditarik kapan saja",
        retention="Bersama sertifikatnya; yang ditarik tetap tercatat supaya salinannya terbaca sudah ditarik",
        columns={
            "certificate_id": "Nomor sertifikat",
            "employee_id": "Nomor pegawai",
            "token": "Alamat lencana",
            "credential": "Isi lencana",
            "made_at": "Dibuat",
            "ended_at": "Ditarik",
        },
    ),
    Holding(
        key="bundles",
        table="certificate_bundle",
        words="Kumpulan sertifikat yang disiapkan untuk diunduh",
        purpose="Memberi petugas banyak sertifikat dalam satu berkas",
        basis=TASK,
        retention="7 hari",
        whose=Whose.ACCOUNT,
        link="created_by",
        erasure=Erasure.STAYS,
        how="Dihapus sendiri sesudah tujuh hari, berkasnya juga.",
        columns={
            "created_by": "Nomor akun",
            "title": "Pilihan",
            "created_at": "Diminta",
            "expires_at": "Disimpan sampai",
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
    "certificate_badge": frozenset({"key_id", "achievement", "status_index"}),
    "certificate_bundle": frozenset({"form", "group_key", "unit_id", "year", "reach", "count", "file_id"}),
    "certificate_counter": frozenset({ALL}),
    "certificate_key": frozenset({ALL}),
    "certificate_series": frozenset({"organiser", "unit_code", "classification", "pattern"}),
}
