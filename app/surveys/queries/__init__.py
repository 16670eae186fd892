"""Surveys as people may read them; answers are read only here."""
