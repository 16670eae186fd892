"""What the worker does for certificates: recalls told, replacements printed, many made into one file."""

from app.certificates import bundles
from app.certificates.models import CertificateBundle
from app.certificates.services import recalls, replacing
from app.documents import asked
from app.jobs.registry import registry

registry.handles(bundles.KIND)(bundles.make)
registry.handles(recalls.KIND)(recalls.tell)
registry.handles(replacing.KIND)(replacing.print_replacement)


@registry.duty("certificates.tidy_bundles")
def tidy_bundles() -> None:
    """Forget bundles whose days are over."""
    asked.tidy(CertificateBundle)
