"""What learning keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, DUTY, LEARNING, SERVICE_YEARS, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="claims",
        table="learning_claim",
        words="Klaim JP beserta buktinya",
        purpose="Memeriksa JP dari kegiatan di luar pemerintah daerah",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        shown_as="hours",
        columns={
            "employee_id": "Nomor pegawai",
            "record_id": "Nomor catatan JP",
            "quantity": "Jumlah",
            "is_international": "Internasional",
            "certificate_number": "Nomor sertifikat",
            "file_id": "Nomor berkas bukti",
            "submitted_at": "Dikirim",
            "due_on": "Tenggat pemeriksaan",
            "decided_by": "Nomor akun yang memutuskan",
            "decided_at": "Diputuskan",
            "reason": "Alasan",
        },
    ),
    Holding(
        key="kind_changes",
        table="employee_kind_change",
        words="Perubahan jenis pegawai",
        purpose="Menghitung target JP tahun yang terbagi dua",
        basis=DUTY,
        retention=SERVICE_YEARS,
        shown_as="file",
        columns={"employee_id": "Nomor pegawai", "kind_before": "Jenis sebelumnya", "on_day": "Sejak"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {"learning_setting": frozenset({ALL})}
