"""Rencana pengembangan individu (IDP): what somebody means to learn in a year, agreed with their superior.

The employee drafts, the superior on the day agrees or returns it, at the end of the year both say what came of it
(PP 11/2017 art. 205 to 207; UU 20/2023 art. 49).
"""
