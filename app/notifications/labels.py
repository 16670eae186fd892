"""Words for the state of a mail."""

from app.notifications.models import MailStatus

MAIL = {
    MailStatus.WAITING: ("Menunggu dikirim", "wait"),
    MailStatus.SENT: ("Terkirim", "good"),
    MailStatus.FAILED: ("Ditolak", "bad"),
}
