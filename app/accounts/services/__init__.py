"""Every change of accounts: signing in, links, codes, grants, governments."""

from app.accounts.passwords import Passwords
from app.accounts.services.grants import follow_units
from app.accounts.services.signing_in import (
    Arrival,
    Entry,
    SignInPolicy,
    arrive,
    complete_sign_in,
    end_sessions,
    note_seen,
    open_session,
    sign_in,
    sign_out,
    sweep,
    token_hash,
)

__all__ = [
    "Arrival",
    "Entry",
    "Passwords",
    "SignInPolicy",
    "arrive",
    "complete_sign_in",
    "end_sessions",
    "follow_units",
    "note_seen",
    "open_session",
    "sign_in",
    "sign_out",
    "sweep",
    "token_hash",
]
