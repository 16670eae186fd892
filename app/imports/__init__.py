"""Impor: a whole government comes in from the workbook HR really has.

Sari tries the file first (the same code that writes, taken back), reads row by row what is wrong, takes the
good rows, and can undo the whole batch the day after. The employee export of SIASN is known by its headings
(reference §8.2); personal columns nobody needs are neither stored nor kept (UU 27/2022).
"""
