"""Penata helps regional governments change how they are organised without losing their people."""
