"""Training: programmes (what), batches (when), enrolments (who), up to result, JP and certificate.

Serves PP 11/2017 art. 203 and PerLAN 10/2018: every civil servant has a right to competency
development, and the government plans, runs and records it.
"""
