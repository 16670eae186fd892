"""What notifications keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import TASK, Erasure, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="notices",
        table="notice",
        words="Pemberitahuan",
        purpose="Memberi kabar di dalam Penata",
        basis=TASK,
        retention="keep_notice",
        erasure=Erasure.DELETE,
        columns={
            "employee_id": "Nomor pegawai",
            "kind": "Jenis",
            "text": "Isi",
            "path": "Halaman",
            "created_at": "Dibuat",
            "read_at": "Dibaca",
        },
    ),
    Holding(
        key="mails",
        table="mail",
        words="Surat lewat email",
        purpose="Memberi kabar lewat email dan membuktikan bahwa surat terkirim",
        basis=TASK,
        retention="keep_mail",
        erasure=Erasure.DELETE,
        columns={
            "employee_id": "Nomor pegawai",
            "recipient_name": "Penerima",
            "address": "Alamat",
            "kind": "Jenis",
            "key": "Peristiwa",
            "subject": "Perihal",
            "facts": "Isi",
            "status": "Keadaan",
            "created_at": "Dibuat",
            "sent_at": "Terkirim",
            "trouble": "Kendala",
        },
    ),
    Holding(
        key="mail_choices",
        table="mail_choice",
        words="Pilihan email",
        purpose="Mengirim email seperti yang Anda pilih",
        basis=TASK,
        retention="Selama menjadi pegawai",
        erasure=Erasure.DELETE,
        columns={
            "employee_id": "Nomor pegawai",
            "letter_group": "Kelompok surat",
            "delivery": "Cara",
            "changed_at": "Dipilih",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "mail": frozenset({"message_id", "attempts", "next_try_at", "is_sample", "seal"}),
}
