import click
from flask.cli import AppGroup

from app.audit import queries, services

group = AppGroup("audit", help="Periksa jejak audit.")


@group.command("verify")
def verify() -> None:
    """Walk every chain; name the first bad line of each, and exit 1 if there is one."""
    faults = [fault for chain in queries.chains() if (fault := queries.first_fault(chain, services.key()))]
    for fault in faults:
        click.echo(f"rantai {fault.chain}, baris {fault.position}: {fault.reason}")
    if faults:
        raise SystemExit(1)
    click.echo(f"jejak audit utuh ({len(queries.chains())} rantai)")
