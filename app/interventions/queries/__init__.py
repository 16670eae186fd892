"""Actions, the catalogue and the readiness card, as far as somebody's reach goes."""
