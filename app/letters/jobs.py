"""What the worker does for letters: printing them."""

from app.jobs.registry import registry
from app.letters.services import issuing

registry.handles(issuing.KIND)(issuing.print_letter)
