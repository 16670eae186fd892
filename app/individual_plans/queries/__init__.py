"""Reading individual plans on somebody's behalf: one's own, one's people's, and within the reach of the agency."""
