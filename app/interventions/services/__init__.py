"""Every change of actions and of the catalogue."""
