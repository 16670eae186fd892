"""What happens to events, rounds and invitations."""
