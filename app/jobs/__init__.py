"""Long work that people may leave: its rows, its worker and its progress.

The row is the truth and the queue (Huey) only the messenger: a job whose messenger died is told
again, and a job whose worker died is taken up again, so every handler must end the same when it
is run twice.
"""
