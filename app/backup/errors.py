"""What stops a copy, in words for whoever runs the command."""


class CopyTrouble(Exception):
    """The message is the sentence the operator reads."""
