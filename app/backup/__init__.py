"""Cadangan: copies of the database and the files that can be proven whole, and put back in an empty place.

For whoever keeps the server of a government running. A copy nobody has restored is no copy: making,
restoring and checking are one command each.
"""
