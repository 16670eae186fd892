"""Words for grants, accounts and links."""

from app.access.labels import ROLES
from app.accounts.models import LinkKind
from app.accounts.rules import AccountState, GrantState

GRANTS = {
    GrantState.WAITING: ("Menunggu konfirmasi", "wait"),
    GrantState.COMING: ("Akan mulai", "info"),
    GrantState.ACTIVE: ("Berlaku", "good"),
    GrantState.ENDED: ("Berakhir", ""),
    GrantState.REFUSED: ("Ditolak", "bad"),
}
ACCOUNTS = {
    AccountState.NONE: ("Belum punya akun", ""),
    AccountState.LAPSED: ("Undangan lewat waktu", "wait"),
    AccountState.INVITED: ("Diundang", "info"),
    AccountState.READY: ("Belum pernah masuk", "wait"),
    AccountState.ACTIVE: ("Aktif", "good"),
    AccountState.OFF: ("Dinonaktifkan", "bad"),
}
LINKS = {LinkKind.INVITATION: "Undangan", LinkKind.RESET: "Kata sandi baru"}
ROLE_NAMES = ROLES
WHOLE = "Seluruh pemerintah daerah"
