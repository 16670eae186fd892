"""Reading tests: the bank for whoever keeps it, papers and sittings for the house that holds the course."""
