"""Surveys: what people are asked about a change, in waves, and what may be told of their answers.

Anonymous means unlinkable, to whoever holds the database too (security N). Houses above act on what was found.
"""
