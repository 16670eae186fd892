"""Surat dinas: numbered letters on a unit's letterhead, signed by whoever is in office, frozen once issued.

Houses above hand over a ``Draft`` and get a letter back; how it looks, which number it bears and who signs is
decided here. What was issued is never printed anew.
"""
