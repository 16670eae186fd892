"""What the worker does for plans: analysing many gaps, and making batches."""

from app.jobs.registry import registry
from app.plans.services import analysing, realising

registry.handles(analysing.KIND)(analysing.run)
registry.handles(realising.KIND)(realising.run)
