"""The doors of accounts: signing in, one's own security, links by mail, everybody's accounts, roles, governments."""

from app.accounts.views import accounts, governments, grants, links, oidc, security, signing_in
from app.accounts.views.blueprint import bp
from app.accounts.views.signing_in import install

__all__ = ["accounts", "bp", "governments", "grants", "install", "links", "oidc", "security", "signing_in"]
