"""The letters of training, registered with the catalogue: who gets each one, when, and what it looks like."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup
from app.training import calendars, labels

_BATCH = {
    "batch": "Pelayanan Prima bagi Petugas Loket, Angkatan 3",
    "dates": "10–11 Desember 2026",
    "place": "Aula BKPSDM, Muara Bungo",
}
_PATH = "/pelatihan"
_NEEDS_ANSWER = "Ada yang menunggu jawaban Anda sebelum batas waktunya."

catalogue.register(
    LetterKind(
        "training_request",
        LetterGroup.APPROVALS,
        "Permohonan bawahan menunggu keputusan",
        "Atasan langsung, begitu bawahannya meminta kursi di angkatan yang perlu persetujuan.",
        "Dewi Lestari, S.Kom. ingin mengikuti Pelayanan Prima bagi Petugas Loket, Angkatan 3. Setujui atau tolak.",
        _BATCH | {"requester": "Dewi Lestari, S.Kom."},
        "/pelatihan/persetujuan",
        why_duty="Bawahan Anda menunggu keputusan, dan hanya Anda yang bisa memberikannya.",
    ),
    LetterKind(
        "training_requested",
        LetterGroup.QUEUE,
        "Permohonan sudah dikirim",
        "Pegawai, begitu permohonannya diteruskan ke atasan.",
        "Rina Marlina, S.E. sudah diminta memutuskan permohonan Anda.",
        _BATCH | {"superior": "Rina Marlina, S.E."},
        _PATH,
    ),
    LetterKind(
        "training_confirmed",
        LetterGroup.SEATS,
        "Kursi dipastikan",
        "Pegawai, begitu kursinya pasti. Jadwal pertemuan terlampir sebagai berkas kalender.",
        "Anda terdaftar di Pelayanan Prima bagi Petugas Loket, Angkatan 3.",
        _BATCH
        | {
            "meetings": [
                [1, "2026-12-10T01:00:00+00:00", "2026-12-10T08:30:00+00:00", "Aula BKPSDM"],
                [2, "2026-12-11T01:00:00+00:00", "2026-12-11T08:30:00+00:00", "Aula BKPSDM"],
            ],
            "timezone": "Asia/Jakarta",
        },
        _PATH,
        why_duty="Anda wajib hadir, dan jadwalnya ada di surat ini.",
        attach=calendars.attach,
        attached_facts=frozenset({"meetings", "timezone"}),
    ),
    LetterKind(
        "training_waitlisted",
        LetterGroup.QUEUE,
        "Masuk daftar tunggu",
        "Pegawai yang mendaftar ketika kursi sudah penuh.",
        "Kursi sudah penuh. Anda urutan 2 dari 5 di daftar tunggu.",
        _BATCH | {"rule": labels.QUEUE_RULE},
        _PATH,
    ),
    LetterKind(
        "training_offer",
        LetterGroup.SEATS,
        "Tawaran kursi dengan batas waktu",
        "Urutan pertama daftar tunggu, begitu ada kursi kosong.",
        "Ada kursi untuk Anda. Jawab sebelum Selasa, 8 Desember 2026, 16.00 WIB.",
        _BATCH | {"until": "Selasa, 8 Desember 2026, 16.00 WIB"},
        _PATH,
        why_duty=_NEEDS_ANSWER,
    ),
    LetterKind(
        "training_expired",
        LetterGroup.QUEUE,
        "Tawaran lewat waktu",
        "Pegawai yang tidak menjawab tawaran kursi sampai batas waktunya.",
        "Tawaran kursi sudah lewat waktu, jadi diberikan ke peserta berikutnya.",
        _BATCH,
        _PATH,
    ),
    LetterKind(
        "training_rejected",
        LetterGroup.SEATS,
        "Permohonan tidak disetujui",
        "Pegawai, begitu atasannya menolak permohonan, lengkap dengan alasannya.",
        "Rina Marlina, S.E. tidak menyetujui permohonan Anda.",
        _BATCH | {"superior": "Rina Marlina, S.E.", "reason": "Loket hanya dijaga dua orang pada tanggal itu."},
        _PATH,
        why_duty="Ini keputusan resmi atas permohonan Anda, beserta alasannya.",
    ),
    LetterKind(
        "training_not_reached",
        LetterGroup.QUEUE,
        "Angkatan selesai tanpa kursi",
        "Pegawai yang masih di daftar tunggu ketika angkatan selesai.",
        "Angkatan ini sudah selesai tanpa sempat ada kursi untuk Anda.",
        _BATCH,
        _PATH,
    ),
    LetterKind(
        "training_attendance",
        LetterGroup.RESULTS,
        "Kehadiran di bawah syarat",
        "Peserta, begitu kehadirannya turun di bawah syarat program atau tidak bisa mencapainya lagi.",
        "Kehadiran Anda di Pelayanan Prima bagi Petugas Loket, Angkatan 3 di bawah syarat.",
        _BATCH
        | {
            "finding": "Tidak hadir 1 dari 4 pertemuan, syaratnya hadir paling sedikit 3. "
            "Masih bisa tercapai: hadiri paling sedikit 3 dari 3 pertemuan yang tersisa."
        },
        _PATH,
        why_duty="Kelulusan Anda bergantung pada kehadiran.",
    ),
    LetterKind(
        "training_excuse",
        LetterGroup.RESULTS,
        "Keputusan atas izin tidak hadir",
        "Peserta yang minta izin, begitu panitia memutusnya.",
        "Panitia menerima izin Anda untuk Pelayanan Prima bagi Petugas Loket, Angkatan 3.",
        _BATCH | {"verdict": "Panitia menerima izin Anda untuk Kamis, 10 Desember 2026.", "reason": ""},
        _PATH,
        why_duty="Ini keputusan resmi atas izin Anda.",
    ),
    LetterKind(
        "training_not_passed",
        LetterGroup.RESULTS,
        "Hasil: belum lulus atau tidak hadir",
        "Peserta yang tidak memenuhi syarat lulus, begitu angkatan ditutup.",
        "Hasil Pelayanan Prima bagi Petugas Loket, Angkatan 3: tidak lulus. Nilai 62 dari paling sedikit 70.",
        _BATCH,
        _PATH,
    ),
    LetterKind(
        "training_certificate",
        LetterGroup.RESULTS,
        "Sertifikat terbit",
        "Peserta yang lulus, begitu sertifikatnya terbit dan JP tercatat.",
        "Sertifikat sudah terbit. 8 JP masuk ke catatan Anda.",
        _BATCH | {"hours": "8"},
        "/sertifikat",
    ),
    LetterKind(
        "training_approved",
        LetterGroup.SEATS,
        "Disetujui atasan, menunggu panitia",
        "Pegawai, begitu atasannya menyetujui pendaftaran yang masih diperiksa panitia.",
        "Atasan Anda menyetujui. Panitia sekarang memeriksa pendaftaran Anda.",
        _BATCH,
        _PATH,
        why_duty="Ini keputusan resmi atas permohonan Anda.",
    ),
    LetterKind(
        "training_cancelled",
        LetterGroup.SEATS,
        "Angkatan dibatalkan",
        "Semua yang terdaftar atau mengantre, begitu panitia membatalkan angkatan. Kalender ikut berubah.",
        "Pelayanan Prima bagi Petugas Loket, Angkatan 3 dibatalkan.",
        _BATCH | {"reason": "Pengajar berhalangan dan belum ada penggantinya.", "calendar": ""},
        _PATH,
        why_duty="Jadwal Anda berubah.",
        attach=calendars.attach_file,
        attached_facts=frozenset({"calendar"}),
    ),
    LetterKind(
        "training_rescheduled",
        LetterGroup.SEATS,
        "Jadwal berubah",
        "Peserta yang punya kursi, setiap kali jadwal angkatannya berubah. Kalender terlampir.",
        "Jadwal Pelayanan Prima bagi Petugas Loket, Angkatan 3 berubah. Periksa waktunya.",
        _BATCH | {"days": ["Kamis, 10 Desember 2026, 08.00–15.30 WIB, Aula BKPSDM"], "calendar": ""},
        _PATH,
        why_duty="Anda wajib hadir, dan jadwalnya berubah.",
        attach=calendars.attach_file,
        attached_facts=frozenset({"calendar"}),
    ),
    LetterKind(
        "training_passed",
        LetterGroup.RESULTS,
        "Lulus tanpa sertifikat",
        "Peserta yang lulus program yang tidak memberi sertifikat, begitu angkatan ditutup.",
        "Anda lulus. 8 JP masuk ke catatan Anda.",
        _BATCH | {"hours": "8"},
        _PATH,
    ),
)
