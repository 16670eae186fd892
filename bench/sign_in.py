"""Signing in: does the time tell whether an account exists?

    python bench/sign_in.py [--quick]

Known and unknown names take turns, in an order drawn by a fixed seed, against the real service with the
installation's own cost of hashing. Medians of each are compared; the aim is a difference below a quarter (security S1).
"""

import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

import flask_migrate

from app import config
from app.accounts import services
from app.accounts.models import User
from app.accounts.passwords import Passwords
from app.accounts.rules import WrongSignIn
from app.accounts.services import Arrival, SignInPolicy
from app.base.clock import now
from app.base.database import begin_writing, db
from app.factory import create_app

AIM_PERCENT = 25
POLICY = SignInPolicy(
    tries=10**6,
    tries_per_address=10**6,
    window_minutes=15,
    session_hours=12,
    idle_minutes=30,
    idle_minutes_employee=480,
)


def measure(rounds: int) -> dict[str, float]:
    passwords = Passwords(memory_kib=config.DEFAULTS["ARGON2_MEMORY_KIB"], time_cost=config.DEFAULTS["ARGON2_TIME"])
    hashed = passwords.hash("pucuk-rebung-2026")
    names = [f"orang{number}@penata.example" for number in range(rounds)]
    db.session.add_all(
        User(name=name, email=name, password_hash=hashed, active=True, created_at=now()) for name in names
    )
    db.session.commit()
    order = [(name, kind) for name in names for kind in ("known", "unknown")]
    Random(2026).shuffle(order)
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for name, kind in order:
        started = time.perf_counter()
        try:
            identifier = name if kind == "known" else f"tidak-{name}"
            services.sign_in(
                identifier, "kata-sandi-keliru", arrival=Arrival("::1"), passwords=passwords, policy=POLICY
            )
        except WrongSignIn:
            db.session.rollback()
        taken[kind].append((time.perf_counter() - started) * 1000)
    return {kind: round(median(times), 2) for kind, times in taken.items()}


def main() -> int:
    rounds = 20 if "--quick" in sys.argv else 100
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        url = f"sqlite:///{data / 'penata.db'}"
        settings = {"PENATA_DATA": folder, "PENATA_DATABASE_URL": url, "PENATA_LOG_LEVEL": "ERROR"}
        app = create_app(config.load(settings))
        with app.app_context():
            begin_writing()
            flask_migrate.upgrade()
            found = measure(rounds)
            db.session.remove()
            db.engine.dispose()
    difference = round(100 * abs(found["known"] - found["unknown"]) / max(found.values()), 1)
    holds = difference < AIM_PERCENT
    print(f"known {found['known']} ms, unknown {found['unknown']} ms, difference {difference} %")
    print(json.dumps({"bench": "sign_in", "rounds": rounds, **found, "difference_percent": difference, "holds": holds}))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
