"""What proposals keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, PROOF, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="proposers",
        table="proposal",
        words="Usulan kegiatan yang Anda ajukan",
        purpose="Memberi tahu pengusul apa jawabannya",
        basis=TASK,
        retention="Menurut jadwal retensi arsip",
        link="proposer_id",
        erasure=Erasure.RESTRICT,
        columns={"proposer_id": "Nomor pegawai", "title": "Kegiatan", "status": "Keadaan", "created_at": "Dibuat"},
    ),
    Holding(
        key="proposed_trainers",
        table="proposal",
        words="Pengajar yang diketik pada usulan",
        purpose="Menilai apakah pengajar sesuai dengan materinya",
        basis=TASK,
        retention="Bersama usulannya",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dihapus unit dari usulan bila pengajar meminta, selama usulannya belum diajukan.",
        columns={"trainers": "Pengajar"},
    ),
    Holding(
        key="proposal_versions",
        table="proposal_version",
        words="Usulan seperti saat diajukan",
        purpose="Membuktikan apa yang diajukan dan apa jawabannya",
        basis=TASK,
        retention="Bersama usulannya",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Tidak diubah sesudah diajukan.",
        columns={"facts": "Yang diajukan"},
    ),
    Holding(
        key="proposal_steps",
        table="proposal_step",
        words="Siapa melakukan apa pada sebuah usulan",
        purpose="Menunjukkan kepada kedua pihak siapa bertindak dan kapan",
        basis=PROOF,
        retention="Bersama usulannya",
        whose=Whose.ACCOUNT,
        link="actor_id",
        erasure=Erasure.STAYS,
        how="Riwayat usulan tidak diubah, supaya tetap jelas siapa bertindak dan kapan.",
        columns={
            "actor_id": "Nomor akun",
            "actor": "Nama",
            "at": "Waktu",
            "status": "Keadaan",
            "note": "Catatan",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "proposal": frozenset(
        {
            "unit_id",
            "form_code",
            "purpose",
            "basis",
            "starts_on",
            "ends_on",
            "place",
            "city",
            "target",
            "participants",
            "cost",
            "fund_source",
            "due_on",
            "reminders",
            "programme_id",
            "batch_id",
        }
    ),
    "proposal_document": frozenset({ALL}),
    "proposal_report": frozenset({ALL}),
    "proposal_step": frozenset({"proposal_id"}),
    "proposal_subject": frozenset({ALL}),
    "proposal_version": frozenset(
        {
            "proposal_id",
            "number",
            "letter_id",
            "submitted_at",
            "outcome",
            "findings",
            "note",
            "reply_id",
            "decided_at",
        }
    ),
}
