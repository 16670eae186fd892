"""What the houses above may listen to."""

from blinker import signal

# Sent inside the transaction after somebody's lines were counted anew; ``employee_id`` says whose.
lines_counted = signal("learning.lines-counted")
