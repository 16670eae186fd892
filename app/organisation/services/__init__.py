"""Every change of units, posts, placements and people; each leaves the directory and the trail as they should be."""

from app.organisation.services.directory import refresh_directory

__all__ = ["refresh_directory"]
