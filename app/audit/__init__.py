"""The audit trail (jejak audit): who did what, when, in a chain that shows if anybody rewrote it.

Each government has a chain of its own. A line holds ids and states, never a person's data, so that
an erasure later does not break the chain (UU 27/2022 on personal data protection). Its pages stand in
the house of privacy, which may know the names behind the numbers.
"""
