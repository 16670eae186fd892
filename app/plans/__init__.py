"""Rencana pengembangan kompetensi: from the gaps of people to a year's plan, its batches, and five years of targets.

The personnel agency works out the needs (AKPK), units add their own, the PyB prepares and the PPK establishes the plan
of a year (PP 11/2017 art. 205 to 207). An established plan becomes batches of training; what came of them stands
beside what was planned.
"""
