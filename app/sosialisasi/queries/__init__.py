"""Events, rounds and invitations as people may read them."""
