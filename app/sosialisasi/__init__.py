"""Sosialisasi: outreach events, whom they must reach, whom they reached, and what was asked and answered.

An event (``Sosialisasi``) has rounds: the same content for different people. Each round has one meeting of the house
of attendance, an audience by rule that is frozen when invitations go out, and its own invitations.
"""
