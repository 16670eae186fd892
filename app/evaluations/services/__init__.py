"""Every change to evaluations."""
