"""``create_app``: the only house that knows every other."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config
from app.factory import foundation, houses, menu
from app.jobs import services as jobs
from app.jobs.queue import Messenger, make_queue
from app.notifications import views as notification_views
from app.surveys.views import answering as survey_answering
from app.web import assets, errors, headers, inputs, navigation, requests, sentences, templates, uploads
from app.web.limits import limiter


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application with every house in it. ``settings`` come from ``config.load`` unless given."""
    app = Flask(
        "app",
        root_path=str(config.ROOT / "app"),
        template_folder=str(config.ROOT / "templates"),
        static_folder=None,
    )
    app.config.update(config.load() if settings is None else settings)
    _log(app)
    foundation.lay(app)
    _open_web(app)
    houses.open_all(app)
    app.extensions["penata_messenger"] = _hire_messenger(app)
    return app


def _log(app: Flask) -> None:
    level = logging.getLevelNamesMapping()[str(app.config["LOG_LEVEL"]).upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )


def _open_web(app: Flask) -> None:
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    requests.install(app)
    uploads.install(app)
    inputs.install(app)
    templates.install(app)
    assets.install(app)
    navigation.install(app, menu.PLACES)
    errors.install(app)
    headers.install(app)
    Babel(app)
    csrf = CSRFProtect(app)
    csrf.exempt(notification_views.create_stop)  # its link is signed, and mail programs press it
    csrf.exempt(survey_answering.create_answer)  # its link is the secret, and no session may stand in its way
    sentences.speak_indonesian()
    Compress(app)
    limiter.init_app(app)


def _hire_messenger(app: Flask) -> Messenger:
    def in_context(work: Callable[[], None]) -> None:
        with app.app_context():
            work()

    jobs.use_heartbeat(app.config["HEARTBEAT_LOST_SECONDS"])
    messenger = Messenger(make_queue(app.config), in_context)
    jobs.use_messenger(messenger)
    return messenger
