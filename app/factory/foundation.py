"""What every house stands on: the database, and the settings each of them is handed."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from app import config
from app.audit import heads as audit_heads
from app.audit import services as audit
from app.base import forgetting, sealing
from app.base.database import db
from app.certificates import badges
from app.certificates import keys as signing_keys
from app.certificates import services as certificates
from app.certificates.stamping import StampService
from app.documents import services as documents
from app.exams import secrecy
from app.notifications import addresses, post
from app.notifications import services as notifications
from app.organisation import queries as organisation
from app.privacy import retention
from app.privacy.services import requests as privacy_requests
from app.proposals.services import steps as proposal_steps
from app.reports import digest
from app.training.queries.learning import exams_ahead
from app.training.services import enrolments, interests, lines, nominations
from app.training.services import evaluations as training_evaluations

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


def lay(app: Flask) -> None:
    settings = app.config
    on_postgres = settings["DATABASE_URL"].startswith("postgresql")
    settings.setdefault("SQLALCHEMY_ENGINE_OPTIONS", POSTGRES_OPTIONS if on_postgres else SQLITE_OPTIONS)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
    audit.use_key(settings["AUDIT_KEY"])
    sealing.use_key(settings["SECRET_KEY"])
    audit_heads.use_file(Path(settings["AUDIT_HEADS"]))
    retention.use_days(settings)
    privacy_requests.use_days(settings["PRIVACY_REQUEST_DAYS"])
    documents.use_folder(Path(settings["DATA"]) / "files")
    post.use_settings(smtp_url=settings["SMTP_URL"], sender=settings["MAIL_FROM"])
    addresses.use(base_url=settings["BASE_URL"], key=settings["SECRET_KEY"])
    notifications.use_directory(organisation.address_of)
    digest.use_hour(settings["DIGEST_HOUR"])
    certificates.use_base_url(settings["BASE_URL"])
    badges.use_base_url(settings["BASE_URL"])
    proposal_steps.use_days(review=settings["PROPOSAL_REVIEW_DAYS"], report=settings["PROPOSAL_REPORT_DAYS"])
    forgetting.use_backups(Path(settings["BACKUPS"]))
    app.jinja_env.globals["log_stays"] = forgetting.log_stays
    secrecy.use_seats(exams_ahead)
    training_evaluations.use_follow_up(months=settings["FOLLOW_UP_MONTHS"], days=settings["FOLLOW_UP_DAYS"])
    lines.use_offer_hours(settings["OFFER_HOURS"])
    enrolments.use_request_hours(settings["REQUEST_HOURS"])
    nominations.use_hold_hours(settings["SEAT_HOLD_HOURS"])
    interests.use_step(settings["INTEREST_STEP"])
    signing_keys.use(
        service=signing_keys.Service(
            settings["BSRE_URL"], settings["BSRE_USER"], settings["BSRE_PASSWORD"], settings["BSRE_SECONDS"]
        ),
        demo_folder=Path(settings["DATA"]) if settings["DEMO"] else None,
        secret=settings["SECRET_KEY"],
        stamps=StampService(settings["TSA_URL"], settings["TSA_SECONDS"]),
    )
