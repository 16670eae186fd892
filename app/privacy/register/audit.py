"""What audit keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, PROOF, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="readings",
        table="personal_reading",
        words="Siapa membuka data Anda",
        purpose="Menunjukkan kepada Anda siapa yang melihat data Anda",
        basis=PROOF,
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
        key="trail",
        table="audit_entry",
        words="Jejak audit perbuatan Anda",
        purpose="Membuktikan siapa melakukan apa, kapan",
        basis=PROOF,
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

PLAIN: Mapping[str, frozenset[str]] = {
    "audit_entry": frozenset({"chain", "position", "details", "request_id", "previous_hash", "hash"}),
    "audit_head": frozenset({ALL}),
}
