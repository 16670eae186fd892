from flask import abort, current_app, session, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.accounts import provider, queries, services
from app.accounts.views.blueprint import arrival, bp, policy
from app.accounts.views.signing_in import let_in
from app.base.database import begin_writing, db
from app.base.errors import RuleBroken


class NobodyKnown(RuleBroken):
    message = (
        "Anda sudah dikenali layanan masuk instansi, tetapi belum ada satu akun Penata yang cocok dengan NIP atau "
        "email Anda. Minta BKPSDM mengundang Anda."
    )
    heading = "Akun Penata belum ada"


@bp.post("/masuk/instansi")
@public
def create_provider_start() -> ResponseReturnValue:
    if not provider.is_configured():
        abort(404)
    db.session.rollback()  # no transaction is open while the provider is asked (security C2)
    return provider.begin(current_app.config["BASE_URL"] + url_for(".show_provider_return"))


@bp.get("/masuk/instansi/kembali")
@public
def show_provider_return() -> ResponseReturnValue:
    """By protocol the provider's answer comes by GET; state, nonce and PKCE see that it works once (decision 0018)."""
    if not provider.is_configured():
        abort(404)
    db.session.rollback()
    try:
        identity = provider.finish()
    except RuleBroken as error:
        error.way_on = ("Masuk ke Penata", url_for(".show_sign_in"))
        raise
    begin_writing()
    found = queries.accounts_with(nip=identity.nip, email=identity.email)
    if len(found) != 1 or not (identity.nip or identity.email):
        raise NobodyKnown(way_on=("Masuk ke Penata", url_for(".show_sign_in")))
    entry = services.arrive(found[0], arrival=arrival(), policy=policy(), second_factor_passed=identity.second_factor)
    db.session.commit()
    session.clear()
    return let_in(entry, "")
