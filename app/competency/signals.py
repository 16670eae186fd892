"""What the houses above may listen to."""

from blinker import signal

# Sent inside the transaction after a rating of somebody's year was typed in; ``employee_id`` says whose.
performance_rated = signal("competency.performance-rated")
