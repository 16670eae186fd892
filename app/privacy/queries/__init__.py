"""Reading what is kept about a person, who read it, and what they asked."""
