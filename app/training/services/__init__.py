"""Every change in training: enrolling, deciding, offering, withdrawing, closing."""
