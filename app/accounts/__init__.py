"""Accounts: signing in with NIP or e-mail, the sessions that follow, and which role somebody holds where.

Sessions live in the database, so signing out, a new password or a changed right ends them at once.
"""
