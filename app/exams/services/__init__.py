"""Every change to questions, papers and sittings."""
