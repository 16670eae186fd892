"""``create_app``: the only module that knows every house."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config
from app.access import views as access_views
from app.access.permissions import Permission
from app.accounts import duties as accounts_duties  # noqa: F401 - registers itself with the worker
from app.accounts import views as accounts_views
from app.audit import commands as audit_commands
from app.audit import services as audit
from app.audit import views as audit_views
from app.base.database import db
from app.certificates import services as certificates
from app.certificates import views as certificate_views
from app.competency import commands as competency_commands
from app.demo import commands as demo_commands
from app.documents import services as documents
from app.jobs import duties as job_duties  # noqa: F401 - registers itself with the worker, as the others do
from app.jobs import services as jobs
from app.jobs.queue import Messenger, make_queue
from app.notifications import duties as notification_duties  # noqa: F401 - registers itself with the worker
from app.notifications import post
from app.notifications import services as notifications
from app.notifications import views as notification_views
from app.reports import views as report_views
from app.training import jobs as training_jobs  # noqa: F401 - registers closing and offers with the worker
from app.training import views as training_views
from app.training.services import enrolments
from app.web import assets, errors, headers, inputs, navigation, requests, templates
from app.web.limits import limiter
from app.web.navigation import Place

# What went into a statement never stands in a log (security L1).
SQLITE_OPTIONS = {"hide_parameters": True}
MIGRATIONS = config.ROOT / "migrations"
# Compiling a plan (jit) takes longer than any statement of a page runs.
POSTGRES_OPTIONS = {
    "pool_size": 8,
    "max_overflow": 8,
    "pool_pre_ping": True,
    "connect_args": {"options": "-c jit=off"},
    "hide_parameters": True,
}

PLACES = [
    Place("beranda", "reports.show_home", "house", "Beranda", "Saya", Permission.REPORTS_HOME_READ, tab=1),
    Place(
        "pelatihan",
        "training.list_batches",
        "graduation-cap",
        "Pelatihan",
        "Saya",
        Permission.TRAINING_CATALOGUE_READ,
        tab=2,
    ),
    Place("riwayat", "training.list_own", "book", "Pelatihan saya", "Saya", Permission.TRAINING_ENROL),
    Place(
        "sertifikat", "certificates.list_own", "award", "Sertifikat", "Saya", Permission.CERTIFICATES_OWN_READ, tab=4
    ),
    Place(
        "persetujuan",
        "training.list_requests",
        "user-check",
        "Persetujuan",
        "Tim",
        Permission.TRAINING_APPROVAL_DECIDE,
        tab=3,
    ),
    Place(
        "kelola",
        "training.list_managed",
        "clipboard-list",
        "Kelola angkatan",
        "Organisasi",
        Permission.TRAINING_BATCH_MANAGE,
        tab=5,
        short="Kelola",
    ),
    Place(
        "program", "training.list_programmes", "layout-grid", "Program", "Organisasi", Permission.TRAINING_BATCH_MANAGE
    ),
    Place(
        "tahun",
        "training.show_this_year",
        "calendar",
        "Kalender setahun",
        "Organisasi",
        Permission.TRAINING_BATCH_MANAGE,
    ),
    Place(
        "kotak-keluar",
        "notifications.list_mails",
        "mail",
        "Surat keluar",
        "Organisasi",
        Permission.NOTIFICATIONS_OUTBOX_READ,
    ),
    Place(
        "jejak",
        "audit.list_entries",
        "eye",
        "Jejak audit",
        "Pengawasan",
        Permission.AUDIT_ENTRIES_READ,
        tab=3,
        short="Jejak",
    ),
    Place("hak", "access.show_table", "key", "Hak akses", "Pengawasan", Permission.ACCESS_TABLE_READ, tab=4),
]


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
    _open_foundation(app)
    _open_web(app)
    _open_houses(app)
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


def _open_foundation(app: Flask) -> None:
    settings = app.config
    on_postgres = settings["DATABASE_URL"].startswith("postgresql")
    settings.setdefault("SQLALCHEMY_ENGINE_OPTIONS", POSTGRES_OPTIONS if on_postgres else SQLITE_OPTIONS)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
    audit.use_key(settings["AUDIT_KEY"])
    documents.use_folder(Path(settings["DATA"]) / "files")
    post.use_settings(smtp_url=settings["SMTP_URL"], sender=settings["MAIL_FROM"])
    notifications.use_base_url(settings["BASE_URL"])
    certificates.use_base_url(settings["BASE_URL"])
    enrolments.use_offer_hours(settings["OFFER_HOURS"])


def _open_web(app: Flask) -> None:
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    requests.install(app)
    inputs.install(app)
    templates.install(app)
    assets.install(app)
    navigation.install(app, PLACES)
    errors.install(app)
    headers.install(app)
    Babel(app)
    CSRFProtect(app)
    Compress(app)
    limiter.init_app(app)


def _open_houses(app: Flask) -> None:
    accounts_views.install(app)
    for house in (
        access_views,
        accounts_views,
        audit_views,
        notification_views,
        certificate_views,
        training_views,
        report_views,
    ):
        app.register_blueprint(house.bp)
    for group in (audit_commands.group, competency_commands.group, demo_commands.group):
        app.cli.add_command(group)


def _hire_messenger(app: Flask) -> Messenger:
    def in_context(work: Callable[[], None]) -> None:
        with app.app_context():
            work()

    jobs.use_heartbeat(app.config["HEARTBEAT_LOST_SECONDS"])
    messenger = Messenger(make_queue(app.config), in_context)
    jobs.use_messenger(messenger)
    return messenger
