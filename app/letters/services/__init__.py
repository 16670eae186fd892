"""What other houses call: ``draft``, ``issue``, ``withdraw`` and ``head_for``."""

from app.letters.services.issuing import draft, head_for, issue, withdraw

__all__ = ["draft", "head_for", "issue", "withdraw"]
