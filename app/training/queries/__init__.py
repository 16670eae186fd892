"""Reading training, always on somebody's behalf."""
