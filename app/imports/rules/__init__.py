"""Deciding about a table without asking the database: which kind it is, what its cells mean, what may stand in them."""
