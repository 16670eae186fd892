"""Indonesian words for proposals."""

from app.proposals.models import DocumentUse, Move, ProposalStatus, ReviewItem

STATUSES = {
    ProposalStatus.DRAFT: ("Rancangan", ""),
    ProposalStatus.SUBMITTED: ("Sedang ditelaah", "wait"),
    ProposalStatus.RETURNED: ("Perlu diperbaiki", "bad"),
    ProposalStatus.APPROVED: ("Disetujui", "good"),
    ProposalStatus.REJECTED: ("Ditolak", "bad"),
    ProposalStatus.WITHDRAWN: ("Ditarik", ""),
    ProposalStatus.RUNNING: ("Berjalan", "info"),
    ProposalStatus.REPORTED: ("Laporan diperiksa", "wait"),
    ProposalStatus.REPORT_RETURNED: ("Laporan perlu diperbaiki", "bad"),
    ProposalStatus.ACCEPTED: ("Laporan diterima", "good"),
}
GROUPS = {"bkpsdm": "Menunggu BKPSDM", "unit": "Menunggu unit"}
MOVES = {
    Move.SUBMIT: "Ajukan usulan",
    Move.RETURN: "Kembalikan dengan catatan",
    Move.APPROVE: "Setujui usulan",
    Move.REJECT: "Tolak usulan",
    Move.WITHDRAW: "Tarik usulan",
    Move.START: "Buat program dan angkatan",
    Move.REPORT: "Ajukan laporan",
    Move.RETURN_REPORT: "Kembalikan laporan",
    Move.ACCEPT_REPORT: "Terima laporan",
}
REVIEW = {
    ReviewItem.COMPLETENESS: ("Kelengkapan", "Isian lengkap dan kerangka acuan terlampir."),
    ReviewItem.HOURS: ("JP", "JP sesuai aturan bentuk pengembangannya."),
    ReviewItem.TRAINERS: ("Pengajar", "Pengajar sesuai dengan mata pelatihannya."),
    ReviewItem.NEED: ("Kesesuaian dengan kebutuhan", "Sasaran dan materi menjawab kebutuhan kompetensi."),
}
DOCUMENTS = {DocumentUse.PROPOSAL: "Dokumen usulan", DocumentUse.REPORT: "Dokumen laporan"}
STEPS = {
    ProposalStatus.DRAFT: "Rancangan dibuat",
    ProposalStatus.SUBMITTED: "Usulan diajukan",
    ProposalStatus.RETURNED: "Usulan dikembalikan",
    ProposalStatus.APPROVED: "Usulan disetujui",
    ProposalStatus.REJECTED: "Usulan ditolak",
    ProposalStatus.WITHDRAWN: "Usulan ditarik",
    ProposalStatus.RUNNING: "Program dan angkatan dibuat",
    ProposalStatus.REPORTED: "Laporan diajukan",
    ProposalStatus.REPORT_RETURNED: "Laporan dikembalikan",
    ProposalStatus.ACCEPTED: "Laporan diterima",
}
WAITING = {
    ProposalStatus.DRAFT: "Lengkapi, lalu ajukan.",
    ProposalStatus.SUBMITTED: "BKPSDM menelaah usulan ini.",
    ProposalStatus.RETURNED: "Perbaiki menurut catatan, lalu ajukan lagi.",
    ProposalStatus.APPROVED: "BKPSDM menyiapkan program dan angkatannya.",
    ProposalStatus.REJECTED: "Usulan ini sudah selesai.",
    ProposalStatus.WITHDRAWN: "Usulan ini sudah selesai.",
    ProposalStatus.RUNNING: "Unit menjalankan angkatan, lalu mengajukan laporan setelah hari terakhir.",
    ProposalStatus.REPORTED: "BKPSDM memeriksa laporan.",
    ProposalStatus.REPORT_RETURNED: "Perbaiki laporan menurut catatan, lalu ajukan lagi.",
    ProposalStatus.ACCEPTED: "Angkatan bisa ditutup dan sertifikatnya terbit.",
}
