"""What the worker does for certificates: telling of recalls, and printing replacements."""

from app.certificates.services import recalls, replacing
from app.jobs.registry import registry

registry.handles(recalls.KIND)(recalls.tell)
registry.handles(replacing.KIND)(replacing.print_replacement)
