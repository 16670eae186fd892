"""Taking a table in: keeping it, trying it, writing it in one transaction, and undoing it."""
