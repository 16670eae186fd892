from flask import Blueprint

from app.access.guards import visitor
from app.web.limits import from_setting, limiter

bp = Blueprint("privacy", __name__)
# The trail's pages keep the name of their house; they stand here because they show names (see app/audit/__init__.py).
trail = Blueprint("audit", __name__, url_prefix="/jejak-audit")
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))
