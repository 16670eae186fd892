"""Every change of an initiative and of whom it concerns."""
