"""What initiatives keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, TASK, Erasure, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="affected_people",
        table="affected_person",
        words="Perubahan yang menyangkut Anda",
        purpose="Memberi tahu siapa yang terdampak suatu perubahan, dan memastikan mereka tidak terlewat",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        link="employee_id",
        erasure=Erasure.RESTRICT,
        columns={
            "employee_id": "Nomor pegawai",
            "initiative_id": "Nomor inisiatif",
            "kind": "Jenis dampak",
            "degree": "Besar dampak",
            "note": "Keterangan",
        },
    ),
    Holding(
        key="sponsors",
        table="initiative",
        words="Inisiatif perubahan yang Anda pimpin",
        purpose="Menunjukkan siapa penanggung jawab suatu perubahan",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        link="sponsor_id",
        erasure=Erasure.RESTRICT,
        columns={"sponsor_id": "Nomor pegawai", "title": "Perubahan", "status": "Keadaan"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "affected_position": frozenset({ALL}),
    "affected_unit": frozenset({ALL}),
    "initiative": frozenset(
        {
            "unit_id",
            "short_name",
            "what_changes",
            "why",
            "legal_basis",
            "starts_on",
            "takes_effect_on",
            "ends_on",
            "cancel_reason",
        }
    ),
}
