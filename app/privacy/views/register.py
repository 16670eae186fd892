from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.access.permissions import Permission
from app.privacy import labels, retention
from app.privacy.register import REGISTER
from app.privacy.services import requests as services
from app.privacy.views.blueprint import bp
from app.web.answers import show


@bp.get("/data-pribadi")
@requires(Permission.PRIVACY_REGISTER_READ)
def show_register() -> ResponseReturnValue:
    return show(
        "privacy/register.html",
        register=REGISTER,
        rules=[(rule.words, retention.days(rule)) for rule in retention.RULES],
        in_words=retention.in_words,
        request_days=services.days(),
        labels=labels,
    )
