"""Everything that changes a proposal."""
