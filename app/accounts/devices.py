"""What is kept of a browser: two coarse words, enough to tell one's own devices apart."""

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"))
_MORE_BROWSERS = (("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
_MORE_SYSTEMS = (("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))


def words_for(user_agent: str) -> str:
    """``Chrome di Android``; never the version or the model."""
    browser = next((word for mark, word in _BROWSERS + _MORE_BROWSERS if mark in user_agent), "Peramban lain")
    system = next((word for mark, word in _SYSTEMS + _MORE_SYSTEMS if mark in user_agent), "")
    return f"{browser} di {system}" if system else browser
