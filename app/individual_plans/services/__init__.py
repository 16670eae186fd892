"""Every change of an individual plan: drafting, agreeing, realising, reminding, and the days it is due."""
