"""What goes wrong on purpose. Rules raise these; the edge turns them into words for a person."""


class RuleBroken(Exception):
    """Something that may not happen now. ``message`` is the sentence the person reads.

    ``way_on`` optionally names the next step as (label, path) so that no refusal is a dead end.
    """

    message = "Tindakan ini belum bisa dilakukan."
    heading = "Belum bisa dilakukan"
    status = 409

    def __init__(self, message: str = "", *, way_on: tuple[str, str] | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.way_on = way_on


class WrongField(RuleBroken):
    """Something typed that cannot be, at one field of a form; the form comes back with it."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class TooMany(RuleBroken):
    """Too many tries in too short a time; ``retry_after`` says how many seconds to wait."""

    message = "Terlalu banyak percobaan."
    heading = "Tunggu sebentar"
    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StaleVersion(RuleBroken):
    """The form was filled in from a version that somebody has changed since."""

    message = "Data ini sudah diubah orang lain sejak Anda membukanya. Muat ulang halaman untuk melihat yang terbaru."
    heading = "Sudah ada perubahan"


class BadInput(Exception):
    """Raw input that cannot be a value at all (control characters, impossible numbers): a 400."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
