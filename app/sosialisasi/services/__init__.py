"""Every change around an event: rounds, invitations, questions, checks of understanding."""
