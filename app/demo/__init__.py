"""A small believable government to play with, and four neighbours that must never see it.

Everybody here is invented. A demo NIP is well-formed and visibly so: its sequence runs from 900 and
its TMT is January 2001.
"""
