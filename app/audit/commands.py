from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit import heads, queries, services
from app.base.database import at_one_moment

group = AppGroup("audit", help="Periksa jejak audit.")


@group.command("verify")
@click.option(
    "--heads",
    "heads_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of audit-heads.jsonl kept elsewhere; by default the one of this installation.",
)
def verify(heads_file: Path | None) -> None:
    """Walk every chain; name the first bad line of each, and exit 1 if there is one."""
    noted = heads.noted(heads_file)
    with at_one_moment() as connection:
        chains = sorted({*queries.chains(connection), *noted})
        found = [
            queries.first_fault(chain, services.key(), connection=connection, noted=noted.get(chain))
            for chain in chains
        ]
    faults = [fault for fault in found if fault]
    for fault in faults:
        click.echo(f"rantai {fault.chain}, baris {fault.position}: {fault.reason}")
    if faults:
        raise SystemExit(1)
    click.echo(f"jejak audit utuh ({len(chains)} rantai)")
