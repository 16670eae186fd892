"""Reading imports: the government as a book to compare with, and what checks and applications left behind."""
