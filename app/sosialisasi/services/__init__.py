"""Every change of an event, its rounds, its audience and its invitations."""
