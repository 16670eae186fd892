"""Decisions about plans, each told without a database."""
