"""Berkas: what people hand in, and what Penata prints for them.

Letters, lists and certificates leave this house as PDF/A, readable aloud and the same in twenty years.
Printing reads nothing but our own templates and the fonts that came with Penata: no page of a stranger,
no file of the server, whatever somebody wrote into their name.
"""
