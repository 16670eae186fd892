"""The steps of an import, and refusals for those who try another."""

from app.base.errors import RuleBroken


class NotNow(RuleBroken):
    """The import is not at the point where this could be done."""

    message = "Impor ini sudah sampai di langkah lain. Muat ulang halamannya."
