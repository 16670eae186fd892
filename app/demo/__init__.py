"""A small believable government to play with, and four neighbours that must never see it.

Everybody here is invented, and a demo NIP says so: whoever holds it was born on the first day of a
month in a year ending in 0, and has a sequence from 900 to 999. It is well-formed all the same, and
unique in the installation. Wati, the citizen of our stories, has no account.
"""
