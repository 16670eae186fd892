"""Inisiatif perubahan: what changes, why, on what basis, and whom it concerns.

Other houses hang on an initiative what they do for it (sosialisasi, questions, later surveys and actions).
"""
