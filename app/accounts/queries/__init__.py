"""Reading accounts: who somebody is, who may be given what, and what everybody holds."""

from app.accounts.queries.people import accounts_named, names_of
from app.accounts.queries.visitors import (
    Account,
    SignedIn,
    account_named,
    account_numbered,
    accounts_with,
    leads_somebody,
    roles_held_or_asked,
    roles_of,
    signed_in,
    tries_since,
)

__all__ = [
    "Account",
    "SignedIn",
    "account_named",
    "account_numbered",
    "accounts_named",
    "accounts_with",
    "leads_somebody",
    "names_of",
    "roles_held_or_asked",
    "roles_of",
    "signed_in",
    "tries_since",
]
