"""What the worker does for certificates: recalls told, replacements printed, many made into one file."""

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates import bundles
from app.certificates.services import recalls, replacing
from app.documents import services as store
from app.jobs.registry import registry

registry.handles(bundles.KIND)(bundles.make)
registry.handles(recalls.KIND)(recalls.tell)
registry.handles(replacing.KIND)(replacing.print_replacement)


@registry.duty("certificates.tidy_bundles")
def tidy_bundles() -> None:
    """Forget bundles whose days are over, one transaction each."""
    due = bundles.over(now())
    db.session.commit()
    for government_id, bundle_id in due:
        with scope.within(government_id):
            key = bundles.forget(bundle_id)
            db.session.commit()
        if key:
            store.erase(key)
