import json
import time

import click
from flask import current_app
from flask.cli import AppGroup

from app.access.labels import ROLES
from app.access.permissions import Role
from app.demo import queries, services
from app.demo.queries import DemoAccount
from app.demo.services import Options

group = AppGroup("demo", help="Data contoh.")
COLUMNS = ("Peran", "Nama", "NIP", "Email", "Pemerintah daerah")


@group.command("load")
def load() -> None:
    """Load the demo into the configured database; does nothing where it is already."""
    _ensure_demo()
    settings = current_app.config
    started = time.monotonic()
    is_new = services.load(
        Options(
            size=settings["DEMO_SIZE"],
            seed=settings["DEMO_SEED"],
            password=settings["DEMO_PASSWORD"],
            memory_kib=settings["ARGON2_MEMORY_KIB"],
            time_cost=settings["ARGON2_TIME"],
        )
    )
    if settings["TOTP"] == "required":
        services.give_codes()
    is_resumed = not is_new and services.is_unfinished()
    if is_resumed:
        click.echo("menyelesaikan penutupan angkatan yang terputus, paling lama dua menit")
    if not services.finish():
        raise click.ClickException("penutupan angkatan belum selesai. Jalankan perintah ini sekali lagi.")
    if is_new or is_resumed:
        services.bring_tables()
    services.measure()
    services.plan()
    if is_new:
        click.echo(f"data contoh termuat dalam {time.monotonic() - started:.1f} detik")
    elif is_resumed:
        click.echo("data contoh sudah lengkap")
    else:
        click.echo("data contoh sudah ada, tidak ada yang diubah")


@group.command("accounts")
@click.option("--json", "as_json", is_flag=True, help="Untuk dibaca program lain.")
def accounts(*, as_json: bool) -> None:
    """Who can sign in to the demo, by role."""
    _ensure_demo()
    base_url, password = current_app.config["BASE_URL"], current_app.config["DEMO_PASSWORD"]
    found = queries.accounts(password)
    if not found:
        raise click.ClickException("data contoh belum dimuat. Jalankan dulu: flask demo load")
    if as_json:
        everything = {"base_url": base_url, "password": password, "accounts": [one.to_dict() for one in found]}
        click.echo(json.dumps(everything, ensure_ascii=False, indent=2))
        return
    click.echo(f"Alamat     {base_url}\nKata sandi {password} (sama untuk semua akun)\n")
    click.echo("\n".join(_table(found)))


def _ensure_demo() -> None:
    if not current_app.config["DEMO"]:
        raise click.ClickException("data contoh hanya untuk pemasangan contoh (PENATA_DEMO=1): kata sandinya terbuka.")


def _table(found: list[DemoAccount]) -> list[str]:
    rows = [COLUMNS] + [(_role(one), one.name, one.nip, one.email, one.government) for one in found]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def _role(account: DemoAccount) -> str:
    words = ROLES[Role(account.role)]
    return f"{words}, {account.unit}" if account.unit else words
