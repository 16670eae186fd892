"""What privacy keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import PROOF, SERVICE_YEARS, Erasure, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="requests",
        table="privacy_request",
        words="Permintaan atas data pribadi",
        purpose="Menjawab permintaan dan membuktikan keputusannya",
        basis=PROOF,
        retention=SERVICE_YEARS,
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
)

PLAIN: Mapping[str, frozenset[str]] = {}
