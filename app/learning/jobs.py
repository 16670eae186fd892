"""What the worker does for lesson hours: counting anew after a version of a rule came or went."""

from app.jobs.registry import registry
from app.learning.services import versions

registry.handles(versions.KIND)(versions.run)
