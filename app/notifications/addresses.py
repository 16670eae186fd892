"""Absolute addresses in mail: they begin with the configured address, never with what a request claims."""

import hashlib

from itsdangerous import BadData, URLSafeSerializer

from app.notifications.models import LetterGroup

SETTINGS_PATH = "/saya/pemberitahuan"
STOP_PATH = "/berhenti-surat/"
_base_url = ""
_signer = URLSafeSerializer("")


def use(*, base_url: str, key: str) -> None:
    """Where this installation is found, and the key that signs the links by which a letter is stopped."""
    global _base_url, _signer  # noqa: PLW0603 - one address and one key per process, set once at the start
    _base_url = base_url
    _signer = URLSafeSerializer(key, salt="berhenti-surat", signer_kwargs={"digest_method": hashlib.sha256})


def absolute(path: str) -> str:
    return _base_url + path


def stop_link(government_id: int, employee_id: int, group: LetterGroup) -> str:
    """The link that stops a group of letters for one person: works signed out, and for nothing else."""
    return absolute(STOP_PATH + str(_signer.dumps([government_id, employee_id, str(group)])))


def read_stop_token(token: str) -> tuple[int, int, LetterGroup] | None:
    """The government, the person and the group a link is for, or None for a link that is not ours."""
    try:
        government_id, employee_id, group = _signer.loads(token)
        return int(government_id), int(employee_id), LetterGroup(group)
    except (BadData, ValueError, TypeError):
        return None
