"""Words with the name of the change in them."""

PLACEHOLDER = "{perubahan}"
UNNAMED = "perubahan ini"


def worded(text: str, change_name: str = "") -> str:
    """A statement with the change's name where ``{perubahan}`` stands, with a capital where it begins a sentence."""
    filled = text.replace(PLACEHOLDER, change_name.strip() or UNNAMED)
    return filled[:1].upper() + filled[1:] if text.startswith(PLACEHOLDER) else filled
