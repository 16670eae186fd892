"""Data pribadi: what is kept about a person, why, for how long, who looked at it, and what they may ask (UU 27/2022).

Everybody sees who opened their file, takes their own data away, and asks for a correction, an erasure or a
restriction; an officer decides with a reason that stays on record.
"""
