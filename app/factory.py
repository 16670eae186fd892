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
from app.accounts import commands as accounts_commands
from app.accounts import duties as accounts_duties  # noqa: F401 - registers itself with the worker
from app.accounts import letters as accounts_letters  # noqa: F401 - registers its letters with the catalogue
from app.accounts import succession as _accounts_succession  # noqa: F401 - listens to the organisation
from app.accounts import views as accounts_views
from app.audit import commands as audit_commands
from app.audit import heads as audit_heads
from app.audit import services as audit
from app.backup import commands as backup_commands
from app.base import forgetting, sealing
from app.base.database import db
from app.certificates import badge_views, badges, bundle_views
from app.certificates import commands as certificate_commands
from app.certificates import jobs as _certificate_jobs  # noqa: F401 - registers itself with the worker
from app.certificates import jobs as certificate_jobs  # noqa: F401 - registers bundles with the worker
from app.certificates import keys as signing_keys
from app.certificates import letters as _certificate_letters  # noqa: F401 - registers its letters with the catalogue
from app.certificates import services as certificates
from app.certificates import signed_views as certificate_signed_views
from app.certificates import views as certificate_views
from app.certificates.stamping import StampService
from app.competency import commands as competency_commands
from app.competency import duties as competency_duties  # noqa: F401 - registers itself with the worker
from app.competency import letters as competency_letters  # noqa: F401 - registers its letter with the catalogue
from app.competency import succession as _competency_succession  # noqa: F401 - listens to the organisation
from app.competency import views as competency_views
from app.demo import commands as demo_commands
from app.documents import services as documents
from app.evaluations import jobs as evaluation_jobs  # noqa: F401 - registers closing with the worker, and marks copies
from app.evaluations import letters as evaluation_letters  # noqa: F401 - registers its letters with the catalogue
from app.evaluations import views as evaluation_views
from app.exams import secrecy
from app.exams import views as exam_views
from app.imports import jobs as import_jobs  # noqa: F401 - registers trying, taking and undoing with the worker
from app.imports import views as import_views
from app.individual_plans import jobs as individual_plan_jobs  # noqa: F401 - registers reminders with the worker
from app.individual_plans import letters as individual_plan_letters  # noqa: F401 - registers its mails
from app.individual_plans import views as individual_plan_views
from app.initiatives import succession as _initiative_succession  # noqa: F401 - listens to the organisation
from app.initiatives import views as initiative_views
from app.jobs import duties as job_duties  # noqa: F401 - registers itself with the worker, as the others do
from app.jobs import services as jobs
from app.jobs.queue import Messenger, make_queue
from app.learning import letters as learning_letters  # noqa: F401 - registers its letters with the catalogue
from app.learning import succession as _learning_succession  # noqa: F401 - listens to the organisation
from app.learning import views as learning_views
from app.letters import jobs as letter_jobs  # noqa: F401 - registers printing with the worker
from app.letters import views as letter_views
from app.notifications import addresses, post
from app.notifications import duties as notification_duties  # noqa: F401 - registers itself with the worker
from app.notifications import services as notifications
from app.notifications import views as notification_views
from app.organisation import commands as organisation_commands
from app.organisation import duties as organisation_duties  # noqa: F401 - registers itself with the worker
from app.organisation import queries as organisation
from app.organisation import views as organisation_views
from app.plans import jobs as plan_jobs  # noqa: F401 - registers analysing and making batches with the worker
from app.plans import papers as plan_papers  # noqa: F401 - registers its letters on paper
from app.plans import views as plan_views
from app.privacy import commands as privacy_commands
from app.privacy import duties as privacy_duties  # noqa: F401 - registers retention and the audit heads
from app.privacy import letters as privacy_letters  # noqa: F401 - registers its letter with the catalogue
from app.privacy import retention
from app.privacy import views as privacy_views
from app.privacy.services import requests as privacy_requests
from app.professionalism import commands as professionalism_commands
from app.professionalism import duties as professionalism_duties  # noqa: F401 - registers itself with the worker
from app.professionalism import succession as _professionalism_succession  # noqa: F401 - listens to the houses below
from app.professionalism import views as professionalism_views
from app.proposals import jobs as proposal_jobs  # noqa: F401 - registers reminders with the worker
from app.proposals import letters as proposal_letters  # noqa: F401 - registers its mails with the catalogue
from app.proposals import papers as proposal_papers  # noqa: F401 - registers its letters on paper
from app.proposals import views as proposal_views
from app.proposals.services import steps as proposal_steps
from app.reports import digest
from app.reports import duties as report_duties  # noqa: F401 - registers the weekly digest with the worker
from app.reports import views as report_views
from app.sosialisasi import jobs as sosialisasi_jobs  # noqa: F401 - registers inviting and reminding with the worker
from app.sosialisasi import letters as sosialisasi_letters  # noqa: F401 - registers its mails with the catalogue
from app.sosialisasi import papers as sosialisasi_papers  # noqa: F401 - registers its letter on paper
from app.sosialisasi import question_jobs as _sosialisasi_question_jobs  # noqa: F401 - registers itself with the worker
from app.sosialisasi import question_letters as _sosialisasi_question_letters  # noqa: F401 - registers its mails
from app.sosialisasi import record_jobs as sosialisasi_record_jobs  # noqa: F401 - registers papers and closing with the worker
from app.sosialisasi import report_results as _sosialisasi_report_results  # noqa: F401 - tells the report
from app.sosialisasi import succession as _sosialisasi_succession  # noqa: F401 - listens to the organisation
from app.sosialisasi import views as sosialisasi_views
from app.training import jobs as training_jobs  # noqa: F401 - registers closing and offers with the worker
from app.training import letters as training_letters  # noqa: F401 - registers its letters with the catalogue
from app.training import line_letters as training_line_letters  # noqa: F401 - so do these
from app.training import views as training_views
from app.training.queries.learning import exams_ahead
from app.training.services import enrolments, interests, lines, nominations
from app.training.services import evaluations as training_evaluations
from app.web import assets, errors, headers, inputs, navigation, requests, templates, uploads
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
        "berkas",
        "organisation.show_own_file",
        "file-text",
        "Berkas saya",
        "Saya",
        Permission.ORGANISATION_OWN_READ,
    ),
    Place("jp", "learning.show_own", "clock", "JP saya", "Saya", Permission.LEARNING_CLAIM_CREATE),
    Place(
        "kesenjangan",
        "competency.show_own_gaps",
        "target",
        "Kesenjangan saya",
        "Saya",
        Permission.COMPETENCY_OWN_MANAGE,
    ),
    Place(
        "idp",
        "idp.show_own",
        "clipboard-list",
        "Rencana saya (IDP)",
        "Saya",
        Permission.INDIVIDUAL_PLANS_OWN_MANAGE,
    ),
    Place(
        "ip-asn-saya",
        "professionalism.show_own",
        "award",
        "Perkiraan IP ASN",
        "Saya",
        Permission.PROFESSIONALISM_OWN_READ,
    ),
    Place("undangan", "sosialisasi.list_own", "mail", "Undangan saya", "Saya", Permission.SOSIALISASI_OWN_JOIN),
    Place(
        "pertanyaan-saya",
        "sosialisasi.list_own_questions",
        "message-circle",
        "Pertanyaan saya",
        "Saya",
        Permission.SOSIALISASI_OWN_JOIN,
    ),
    Place(
        "perubahan-saya",
        "initiatives.list_own",
        "workflow",
        "Perubahan bagi saya",
        "Saya",
        Permission.SOSIALISASI_OWN_JOIN,
    ),
    Place("data", "privacy.show_own", "shield-check", "Data saya", "Saya", Permission.PRIVACY_OWN_MANAGE),
    Place("keamanan", "accounts.show_security", "lock", "Keamanan akun", "Saya", Permission.ACCOUNTS_OWN_MANAGE),
    Place(
        "persetujuan",
        "training.list_requests",
        "user-check",
        "Persetujuan",
        "Tim",
        Permission.TRAINING_APPROVAL_DECIDE,
        tab=3,
    ),
    Place("usulan", "training.list_nominations", "users", "Usulan peserta", "Tim", Permission.TRAINING_NOMINATE),
    Place("idp-tim", "idp.list_team", "clipboard-list", "Rencana tim", "Tim", Permission.INDIVIDUAL_PLANS_TEAM_DECIDE),
    Place(
        "nilai-tim",
        "competency.list_team",
        "users",
        "Nilai anggota tim",
        "Tim",
        Permission.COMPETENCY_TEAM_RATE,
    ),
    Place(
        "pegawai",
        "organisation.list_employees",
        "users",
        "Pegawai",
        "Organisasi",
        Permission.ORGANISATION_DIRECTORY_READ,
        tab=3,
    ),
    Place(
        "organisasi",
        "organisation.show_chart",
        "workflow",
        "Struktur",
        "Organisasi",
        Permission.ORGANISATION_STRUCTURE_READ,
    ),
    Place(
        "jabatan",
        "organisation.list_positions",
        "layout-grid",
        "Jabatan",
        "Organisasi",
        Permission.ORGANISATION_STRUCTURE_MANAGE,
    ),
    Place("impor", "imports.list_runs", "upload", "Impor data", "Organisasi", Permission.IMPORTS_RUN_MANAGE),
    Place(
        "kelola",
        "training.list_managed",
        "clipboard-list",
        "Kelola angkatan",
        "Organisasi",
        Permission.TRAINING_BATCH_MANAGE,
        tab=5,
        short="Kelola",
        besides=Permission.TRAINING_UNIT_RUN,
    ),
    Place(
        "program", "training.list_programmes", "layout-grid", "Program", "Organisasi", Permission.TRAINING_BATCH_MANAGE
    ),
    Place("soal", "exams.list_questions", "book", "Bank soal", "Organisasi", Permission.EXAMS_BANK_MANAGE),
    Place(
        "kumpulan",
        "bundles.list_own",
        "download",
        "Unduh sertifikat",
        "Organisasi",
        Permission.CERTIFICATES_BUNDLE_MAKE,
    ),
    Place(
        "sertifikat-terbit",
        "certificates.list_issued",
        "award",
        "Daftar sertifikat",
        "Organisasi",
        Permission.CERTIFICATES_ISSUED_MANAGE,
    ),
    Place(
        "desain",
        "certificates.list_designs",
        "award",
        "Desain sertifikat",
        "Organisasi",
        Permission.CERTIFICATES_DESIGN_MANAGE,
    ),
    Place(
        "penomoran",
        "certificates.list_series",
        "award",
        "Penomoran sertifikat",
        "Organisasi",
        Permission.CERTIFICATES_SERIES_MANAGE,
    ),
    Place(
        "tahun",
        "training.show_this_year",
        "calendar",
        "Kalender setahun",
        "Organisasi",
        Permission.TRAINING_BATCH_MANAGE,
    ),
    Place("klaim", "learning.list_claims", "file-text", "Klaim JP", "Organisasi", Permission.LEARNING_CLAIM_VERIFY),
    Place("rekap-jp", "learning.show_recap", "layout-grid", "Rekap JP", "Organisasi", Permission.LEARNING_RECAP_READ),
    Place(
        "usulan",
        "proposals.list_proposals",
        "file-text",
        "Usulan kegiatan",
        "Organisasi",
        Permission.PROPOSALS_PROPOSAL_READ,
    ),
    Place(
        "inisiatif",
        "initiatives.list_initiatives",
        "workflow",
        "Inisiatif perubahan",
        "Perubahan",
        Permission.INITIATIVES_INITIATIVE_READ,
    ),
    Place(
        "sosialisasi",
        "sosialisasi.list_events",
        "message-circle",
        "Sosialisasi",
        "Perubahan",
        Permission.SOSIALISASI_EVENT_MANAGE,
    ),
    Place("kop", "letters.list_letterheads", "mail", "Kop surat", "Organisasi", Permission.LETTERS_LETTERHEAD_MANAGE),
    Place(
        "kompetensi",
        "competency.show_heatmap",
        "target",
        "Kesenjangan",
        "Kompetensi",
        Permission.COMPETENCY_GAPS_READ,
    ),
    Place(
        "idp-semua",
        "idp.list_plans",
        "clipboard-list",
        "Rencana pengembangan",
        "Kompetensi",
        Permission.INDIVIDUAL_PLANS_ALL_READ,
    ),
    Place(
        "talenta",
        "competency.show_boxes",
        "layout-grid",
        "Kotak talenta",
        "Kompetensi",
        Permission.COMPETENCY_TALENT_READ,
    ),
    Place(
        "penilaian",
        "competency.list_assessing",
        "clipboard-list",
        "Penilaian",
        "Kompetensi",
        Permission.COMPETENCY_ASSESSMENT_DECIDE,
    ),
    Place(
        "standar",
        "competency.list_standards",
        "book",
        "Standar jabatan",
        "Kompetensi",
        Permission.COMPETENCY_DICTIONARY_READ,
    ),
    Place(
        "rencana",
        "plans.list_plans",
        "calendar",
        "Rencana pengembangan",
        "Kompetensi",
        Permission.PLANS_PLAN_READ,
    ),
    Place(
        "kebutuhan",
        "plans.list_needs",
        "clipboard-list",
        "Kebutuhan unit",
        "Kompetensi",
        Permission.PLANS_NEED_MANAGE,
    ),
    Place(
        "ip-asn",
        "professionalism.show_units",
        "award",
        "IP ASN",
        "IP ASN",
        Permission.PROFESSIONALISM_INDEX_READ,
    ),
    Place(
        "disiplin",
        "professionalism.list_sanctions",
        "lock",
        "Hukuman disiplin",
        "IP ASN",
        Permission.PROFESSIONALISM_DISCIPLINE_MANAGE,
    ),
    Place(
        "tabel-ip-asn",
        "professionalism.list_tables",
        "layout-grid",
        "Tabel IP ASN",
        "IP ASN",
        Permission.PROFESSIONALISM_TABLE_MANAGE,
    ),
    Place("akun", "accounts.list_accounts", "users", "Akun", "Organisasi", Permission.ACCOUNTS_USER_MANAGE),
    Place(
        "peran", "accounts.list_grants", "user-check", "Peran", "Organisasi", Permission.ACCOUNTS_GRANT_MANAGE, tab=2
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
        "surat",
        "notifications.list_letters",
        "file-text",
        "Contoh surat",
        "Organisasi",
        Permission.NOTIFICATIONS_LETTERS_READ,
    ),
    Place(
        "permintaan-data",
        "privacy.list_requests",
        "lock",
        "Permintaan data pribadi",
        "Organisasi",
        Permission.PRIVACY_REQUEST_DECIDE,
    ),
    Place(
        "pemerintah",
        "accounts.list_governments",
        "building",
        "Pemerintah daerah",
        "Organisasi",
        Permission.ORGANISATION_GOVERNMENT_MANAGE,
        tab=3,
        short="Pemda",
    ),
    Place(
        "data-pribadi",
        "privacy.show_register",
        "file-text",
        "Data pribadi",
        "Pengawasan",
        Permission.PRIVACY_REGISTER_READ,
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
    Place("hak", "access.show_table", "key", "Hak akses", "Pengawasan", Permission.ACCESS_TABLE_READ, tab=6),
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


def _open_web(app: Flask) -> None:
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    requests.install(app)
    uploads.install(app)
    inputs.install(app)
    templates.install(app)
    assets.install(app)
    navigation.install(app, PLACES)
    errors.install(app)
    headers.install(app)
    Babel(app)
    CSRFProtect(app).exempt(notification_views.create_stop)  # its link is signed, and mail programs press it
    Compress(app)
    limiter.init_app(app)


def _open_houses(app: Flask) -> None:
    accounts_views.install(app)
    for house in (
        access_views,
        accounts_views,
        notification_views,
        organisation_views,
        competency_views,
        certificate_views,
        learning_views,
        letter_views,
        certificate_signed_views,
        badge_views,
        bundle_views,
        exam_views,
        evaluation_views,
        training_views,
        plan_views,
        professionalism_views,
        proposal_views,
        individual_plan_views,
        initiative_views,
        sosialisasi_views,
        import_views,
        report_views,
    ):
        app.register_blueprint(house.bp)
    for blueprint in (privacy_views.bp, privacy_views.trail_bp, training_views.files_bp, training_views.calendar_bp):
        app.register_blueprint(blueprint)
    for house in (
        accounts_commands,
        audit_commands,
        backup_commands,
        certificate_commands,
        competency_commands,
        demo_commands,
        organisation_commands,
        privacy_commands,
        professionalism_commands,
    ):
        app.cli.add_command(house.group)


def _hire_messenger(app: Flask) -> Messenger:
    def in_context(work: Callable[[], None]) -> None:
        with app.app_context():
            work()

    jobs.use_heartbeat(app.config["HEARTBEAT_LOST_SECONDS"])
    messenger = Messenger(make_queue(app.config), in_context)
    jobs.use_messenger(messenger)
    return messenger
