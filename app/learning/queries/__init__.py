"""Reading the ledger of lesson hours."""
