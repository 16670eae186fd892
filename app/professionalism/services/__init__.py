"""Every change of the index: following people, years, tables, official values and sanctions."""
