"""What jobs keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="jobs",
        table="job",
        words="Pekerjaan latar yang diminta",
        purpose="Menjalankan pekerjaan panjang dan menunjukkan kemajuannya",
        basis=TASK,
        retention="keep_job",
        whose=Whose.ACCOUNT,
        link="created_by",
        erasure=Erasure.STAYS,
        how="Hilang sendiri setelah masa simpannya; isinya hanya nomor.",
        columns={"created_by": "Nomor akun yang meminta", "kind": "Jenis", "created_at": "Diminta"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "job": frozenset(
        {"key", "args", "status", "progress", "total", "message", "attempts", "heartbeat_at", "finished_at"}
    ),
}
