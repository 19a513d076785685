"""Where mail goes: password-reset links are all that is ever sent."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from annotator.config.reader import Reader

BACKENDS = "django.core.mail.backends"


def mailer(reader: Reader, home: Path) -> dict[str, Any]:
    """Django's MAILERS["default"]: the server that EMAIL_URL names, else files in the home, which an operator reads.

    `smtp://user:password@host:587` speaks STARTTLS (`?tls=off` does not), `smtps://` TLS from the first byte.
    """
    url = reader.text("EMAIL_URL")
    if not url:
        return {"BACKEND": f"{BACKENDS}.filebased.EmailBackend", "OPTIONS": {"file_path": home / "mail"}}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not port:
        reader.fault("EMAIL_URL must be an address such as smtp://user:password@mail.example.org:587.")
    plain = parts.scheme == "smtps" or parse_qs(parts.query).get("tls") == ["off"]
    options = {
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": not plain,
        "use_ssl": parts.scheme == "smtps",
        "timeout": 10,
    }
    return {"BACKEND": f"{BACKENDS}.smtp.EmailBackend", "OPTIONS": options}
