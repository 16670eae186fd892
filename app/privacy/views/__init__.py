"""The doors: the trail, the register, one's own data, and the requests about it."""

from app.privacy.views import own, register, requests, trail
from app.privacy.views.blueprint import bp
from app.privacy.views.blueprint import trail as trail_bp

__all__ = ["bp", "own", "register", "requests", "trail", "trail_bp"]
