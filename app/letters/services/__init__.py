"""What other houses call: ``draft``, ``issue`` and ``head_for``."""

from app.letters.services.issuing import draft, head_for, issue

__all__ = ["draft", "head_for", "issue"]
