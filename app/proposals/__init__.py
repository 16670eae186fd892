"""Usulan kegiatan: what other units want to hold, from the proposal to the accepted report.

A proposal is drafted by a unit, reviewed by the personnel agency, answered by letter, held as a batch of training
that the unit runs, and reported on. Each letter is one of the house of letters, each batch one of training.
"""
