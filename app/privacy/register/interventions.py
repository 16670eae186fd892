"""What actions keep about those who do, plan and check them."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, TASK, Holding

_KEPT = "Bersama inisiatifnya, lalu menurut jadwal retensi arsip"

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="own_actions",
        table="intervention_action",
        words="Tindakan yang Anda kerjakan",
        purpose="Memastikan setiap temuan ada yang menindaklanjuti, dan mengingatkannya",
        basis=TASK,
        retention=_KEPT,
        link="owner_id",
        columns={
            "owner_id": "Nomor pegawai",
            "title": "Tindakan",
            "due_on": "Batas waktu",
            "status": "Keadaan",
            "evidence": "Yang sudah dilakukan",
            "done_on": "Ditandai selesai",
            "reminded_on": "Diingatkan",
        },
    ),
    Holding(
        key="planned_actions",
        table="intervention_action",
        words="Tindakan yang Anda rencanakan",
        purpose="Memberi tahu perencana bahwa tindakannya selesai",
        basis=TASK,
        retention=_KEPT,
        link="planned_by_id",
        columns={"planned_by_id": "Nomor pegawai"},
    ),
    Holding(
        key="checked_actions",
        table="intervention_action",
        words="Tindakan yang Anda periksa",
        purpose="Menunjukkan siapa yang memeriksa bukti",
        basis=TASK,
        retention=_KEPT,
        link="verified_by_id",
        columns={"verified_by_id": "Nomor pegawai", "verified_at": "Diperiksa", "effect": "Hasil pemeriksaan"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "intervention_action": frozenset(
        {
            "initiative_id",
            "unit_id",
            "wave_id",
            "target_kind",
            "target_code",
            "finding",
            "finding_value",
            "finding_answers",
            "catalogue_code",
            "description",
            "evidence_file_id",
            "verified_by",
            "verified_wave_id",
            "drop_reason",
            "sosialisasi_id",
            "batch_id",
        }
    ),
    "own_intervention": frozenset({ALL}),
}
