"""Settings: defaults here, then whatever the environment says with the prefix ``PENATA_``.

Durations are in the unit their name ends with. Production (``PENATA_DEMO=0``) refuses to start
with a setting that would leave the doors open (security G1); the embedded demo makes its own
secrets in the data folder.
"""

import contextlib
import json
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

DEFAULTS: dict[str, Any] = {
    "DEMO": True,
    "HOST": "127.0.0.1",
    "PORT": 8000,
    "DATA": str(ROOT / "data"),
    "DATABASE_URL": "",
    "BASE_URL": "",
    "QUEUE": "",
    "REDIS_URL": "",
    "SECRET_KEY": "",
    "AUDIT_KEY": "",
    "SMTP_URL": "",
    "MAIL_FROM": "Penata <tidak-dibalas@penata.example>",
    "TRUSTED_PROXIES": 0,
    "WORKERS": 2,
    "THREADS": 0,
    "JOB_THREADS": 2,
    "HEARTBEAT_LOST_SECONDS": 60,
    "DEMO_SIZE": 400,
    "DEMO_SEED": 2026,
    "DEMO_PASSWORD": "pucuk-rebung-2026",
    "ARGON2_MEMORY_KIB": 19456,
    "ARGON2_TIME": 2,
    "SESSION_HOURS": 12,
    "IDLE_MINUTES": 30,
    "IDLE_MINUTES_EMPLOYEE": 480,
    "SIGN_IN_TRIES": 5,
    "SIGN_IN_WINDOW_MINUTES": 15,
    "SIGN_IN_TRIES_PER_ADDRESS": 100,
    "TOTP": "",
    "PASSWORD_COMPOSED": False,
    "PASSWORD_MAX_AGE_DAYS": 0,
    "OIDC_ISSUER": "",
    "OIDC_CLIENT_ID": "",
    "OIDC_CLIENT_SECRET": "",
    "OIDC_NAME": "akun pemerintah",
    "OIDC_NIP_CLAIM": "nip",
    "OIDC_SECOND_FACTOR": "",
    "BSRE_URL": "",
    "BSRE_USER": "",
    "BSRE_PASSWORD": "",
    "BSRE_SECONDS": 20,
    "TSA_URL": "",
    "TSA_SECONDS": 20,
    "OFFER_HOURS": 24,
    "REQUEST_HOURS": 120,
    "SEAT_HOLD_HOURS": 168,
    # So many of those who waited for dates are booked in one transaction.
    "INTEREST_STEP": 50,
    # From when on Mondays, by each government's clock, the weekly digest is written; -1: never.
    "DIGEST_HOUR": 7,
    "AUDIT_HEADS": "",
    "BACKUPS": "",
    # After how many months superiors are asked what changed at work, and for how many days they may answer.
    "FOLLOW_UP_MONTHS": 3,
    "FOLLOW_UP_DAYS": 30,
    "KEEP_CHECK_IN_DAYS": 183,
    "KEEP_JOB_DAYS": 90,
    "KEEP_MAIL_DAYS": 365,
    "KEEP_NOTICE_DAYS": 365,
    "KEEP_READING_DAYS": 730,
    "KEEP_SIGN_IN_DAYS": 183,
    "PRIVACY_REQUEST_DAYS": 3,
    "PROPOSAL_REVIEW_DAYS": 7,
    "PROPOSAL_REPORT_DAYS": 14,
    "CHECK_IN_STEP_SECONDS": 15,
    "CHECK_IN_TRIES": 10,
    # How long the code a participant shows stays the same; the one before is still accepted.
    "OWN_CODE_STEP_SECONDS": 30,
    # A hall full of guests behind one address.
    "LIMIT_ARRIVAL": "1200/hour",
    "LIMIT_COMPARISON": "20/hour",
    "LIMIT_VERIFICATION": "30/minute",
    "LIMIT_SEARCH": "300/minute",
    "LIMIT_RESET": "60/hour",
    "LIMIT_PDF": "60/hour",
    "LIMIT_EXPORT": "10/hour",
    "LIMIT_UPLOAD": "20/hour",
    "LIMIT_CALENDAR": "600/hour",
    "LIMIT_ANSWER": "120/minute",
    "LIMIT_CODE": "60/minute",
    "LIMIT_FORM": "6000/minute",
    "LIMIT_ROOM": "5/15 minutes",
    # By phone, and twenty times looser by address, behind which a whole hall may sit.
    "LIMIT_QUESTION": "10/hour",
    "LIMIT_QUESTION_ADDRESS": "200/hour",
    "LIMIT_VOTE": "120/hour",
    "LIMIT_VOTE_ADDRESS": "2400/hour",
    "LOG_LEVEL": "INFO",
}


class BadSettings(SystemExit):
    """The start-up check found settings that must not go into service; the text names each."""


def load(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the settings for ``create_app``; raises BadSettings naming every bad value."""
    environ = os.environ if environ is None else environ
    settings = {name: _typed(name, default, environ.get(f"PENATA_{name}")) for name, default in DEFAULTS.items()}
    data = Path(settings["DATA"]).absolute()
    data.mkdir(parents=True, exist_ok=True)
    settings["DATA"] = str(data)
    settings["DATABASE_URL"] = _database_url(settings["DATABASE_URL"] or f"sqlite:///{data / 'penata.db'}")
    settings["BASE_URL"] = (settings["BASE_URL"] or _demo_base_url(settings)).rstrip("/")
    settings["AUDIT_HEADS"] = settings["AUDIT_HEADS"] or str(data / "audit-heads.jsonl")
    settings["BACKUPS"] = settings["BACKUPS"] or str(data / "backups")
    if settings["DEMO"]:
        settings.update(_own_secrets(data, settings))
    problems = list(_problems(settings))
    if problems:
        raise BadSettings("penata: pengaturan belum aman / unsafe settings:\n- " + "\n- ".join(problems))
    return settings | _derived(settings)


def _typed(name: str, default: Any, text: str | None) -> Any:
    if text is None or text == "":
        return default
    if isinstance(default, bool):
        return text.lower() in {"1", "true", "yes", "on"}
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError as error:
            raise BadSettings(f"penata: PENATA_{name} must be a whole number, got {text!r}") from error
    return text


def _database_url(url: str) -> str:
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _demo_base_url(settings: Mapping[str, Any]) -> str:
    return f"http://{settings['HOST']}:{settings['PORT']}" if settings["DEMO"] else ""


def _own_secrets(data: Path, settings: Mapping[str, Any]) -> dict[str, str]:
    """Keep one secret of each kind beside the embedded database, readable by its owner alone."""
    path = data / "secrets.json"
    names = ("SECRET_KEY", "AUDIT_KEY")
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({name: secrets.token_hex(32) for name in names}))
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(fresh, path)
        fresh.unlink()
    kept = json.loads(path.read_text())
    return {name: settings[name] or kept[name] for name in names}


def _problems(settings: Mapping[str, Any]) -> list[str]:
    problems = [
        f"PENATA_{name} must be at least 32 characters long"
        for name in ("SECRET_KEY", "AUDIT_KEY")
        if len(settings[name]) < 32
    ]
    base = urlsplit(settings["BASE_URL"])
    if base.scheme not in {"http", "https"} or not base.hostname:
        problems.append("PENATA_BASE_URL must be the address people use, such as https://penata.example")
    elif base.scheme == "http" and base.hostname not in LOOPBACK:
        problems.append("PENATA_BASE_URL must be https unless the server is only reached on this machine")
    if not settings["DEMO"]:
        problems += _readable_by_all(settings)
    return problems + _door_problems(settings)


def _door_problems(settings: Mapping[str, Any]) -> list[str]:
    problems = []
    if settings["TOTP"] not in {"", "off", "required"}:
        problems.append("PENATA_TOTP must be off or required")
    if not _is_address(settings["BSRE_URL"]):
        problems.append(
            "PENATA_BSRE_URL must be the address of the signing service, such as https://esign.penata.example"
        )
    if not _is_address(settings["TSA_URL"]):
        problems.append("PENATA_TSA_URL must be the address of a time stamping service (RFC 3161)")
    issuer = urlsplit(settings["OIDC_ISSUER"])
    if settings["OIDC_ISSUER"] and (issuer.scheme != "https" and issuer.hostname not in LOOPBACK):
        problems.append("PENATA_OIDC_ISSUER must be https unless the provider is on this machine")
    if settings["OIDC_ISSUER"] and not settings["OIDC_CLIENT_ID"]:
        problems.append("PENATA_OIDC_CLIENT_ID must be set where PENATA_OIDC_ISSUER is")
    return problems


def _is_address(url: str) -> bool:
    """Whether a service could answer there; empty means that there is none."""
    parts = urlsplit(url)
    return not url or (parts.scheme in {"http", "https"} and bool(parts.hostname))


def _readable_by_all(settings: Mapping[str, Any]) -> list[str]:
    url = settings["DATABASE_URL"]
    if not url.startswith("sqlite:///"):
        return []
    path = Path(url.removeprefix("sqlite:///"))
    if path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        return [f"the database file {path.name} must not be readable by everybody (chmod o-rwx)"]
    return []


def _derived(settings: Mapping[str, Any]) -> dict[str, Any]:
    base = urlsplit(settings["BASE_URL"])
    secure = base.scheme == "https"
    hosts = [base.hostname] + (sorted(LOOPBACK) if base.hostname in LOOPBACK else [])
    return {
        "TOTP": settings["TOTP"] or ("off" if settings["DEMO"] else "required"),
        "SQLALCHEMY_DATABASE_URI": settings["DATABASE_URL"],
        "SESSION_COOKIE_NAME": "__Host-penata" if secure else "penata",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "TRUSTED_HOSTS": hosts,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 1000,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "COMPRESS_BR_LEVEL": 1,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIMETYPES": ["text/html", "application/json", "text/calendar"],
        "BABEL_DEFAULT_LOCALE": "id",
        "RATELIMIT_STORAGE_URI": settings["REDIS_URL"] or "memory://",
        "RATELIMIT_HEADERS_ENABLED": True,
    }
