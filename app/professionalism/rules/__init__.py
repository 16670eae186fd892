"""Decisions about the index: the table of points, what somebody's facts make by it, and values that do not add up."""
