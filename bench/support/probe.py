"""The application with two routes more, which the pages are compared with.

Both run inside the very same application: the same server, hooks, headers, log and session handling.

``/tolok/halo`` is hello world: a public page that reads nothing. It is asked without a cookie, so it costs what
Flask and our hooks cost everybody, and no session is looked up.

``/tolok/baris`` is a POST that commits one durable row to a table of its own. It is asked as the enrolling POST is:
by somebody signed in, with the cookie and the form's token, so that both pass the same checks on their way in.
"""

from flask import request

from app.access.guards import public
from app.base.database import db
from app.factory import create_app
from support.durable import rows
from support.probe_routes import HELLO, ROW


def show_hello() -> str:
    return "Halo, dunia"


def create_row() -> str:
    db.session.execute(rows.insert(), {"text": request.form.get("text", "")})
    db.session.commit()
    return "Tersimpan"


app = create_app()
app.add_url_rule(HELLO, "bench.show_hello", public(show_hello))
app.add_url_rule(ROW, "bench.create_row", public(create_row), methods=["POST"])
