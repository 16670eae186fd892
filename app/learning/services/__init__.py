"""Every change of the ledger."""
