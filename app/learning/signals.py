"""What the houses above may listen to."""

from blinker import signal

# Sent inside the transaction after somebody's lines were counted anew; ``employee_id`` says whose.
lines_counted = signal("learning.lines-counted")

# Sent by the worker after a version of how a form counts came or went, once the ledgers are counted: ``code``,
# ``valid_from``, ``by``.
rule_changed = signal("learning.rule-changed")
