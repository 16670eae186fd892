"""The doors of certificates: one's own, the check for anybody, and what officers keep."""

from app.certificates.views import designs, holders, issued, names, series, verification
from app.certificates.views.blueprint import bp

__all__ = ["bp", "designs", "holders", "issued", "names", "series", "verification"]
