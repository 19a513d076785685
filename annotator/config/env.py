"""The environment, read once and checked: what an operator can set, and what holds where nothing is set.

Every variable can also be given as a file, `NAME_FILE` (a mounted secret); an empty value counts as unset.
All faults are collected and raised as one ConfigurationError, whose text is for the operator and names the
variable. Without DATABASE_URL the program is *embedded*: its own PostgreSQL and broker, and a secret key it
makes itself.
"""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from annotator.config.database import pool, time_limits
from annotator.config.mail import mailer
from annotator.config.reader import ConfigurationError, Reader
from annotator.local import paths

__all__ = ["ConfigurationError", "Environment", "Reader", "own_secret_key", "parse_database_url", "read"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ORIGIN = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?", re.ASCII)
BROKERS = ("redis", "rediss", "redis+socket", "sentinel")


@dataclass(frozen=True)
class Environment:
    """Everything the settings need to know about where they run."""

    home: Path
    embedded: bool  # our own PostgreSQL
    demo: bool  # load the demo project into it
    embedded_broker: bool
    port: int
    public_url: str  # without a final slash
    allowed_hosts: list[str]
    secret_key: str
    database: dict[str, Any]  # Django's DATABASES["default"]
    broker_url: str
    storage: Path
    max_document_bytes: int
    max_import_bytes: int  # of one request, packed or not
    mailer: dict[str, Any]  # Django's MAILERS["default"]
    mail_from: str
    trusted_proxies: int  # before us: failed sign-ins are counted by the address that the outermost saw
    api_rate_limit: int  # requests a minute and token; 0: no limit
    reader_timeout: int  # seconds after which a reader who takes nothing is cut off
    cors_origins: list[str]  # pages of other sites whose scripts may ask the API; ["*"]: of all


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read and check the environment. ConfigurationError says what is wrong in sentences."""
    reader = Reader(environ)
    home = paths.home()
    port = reader.number("PORT", 8000, high=65535)
    public_url = _public_url(reader, port)
    database_url, broker = reader.text("DATABASE_URL"), reader.text("BROKER_URL")
    environment = Environment(
        home=home,
        embedded=not database_url,
        demo=not database_url and _switch(reader, "DEMO"),
        embedded_broker=not broker,
        port=port,
        public_url=public_url,
        allowed_hosts=_allowed_hosts(reader, public_url),
        secret_key=_secret_key(reader, home, embedded=not database_url),
        database=_database(reader, home, database_url),
        broker_url=_broker_url(reader, home, broker),
        storage=_storage(reader, home),
        max_document_bytes=reader.number("MAX_DOCUMENT_BYTES", 5_000_000, low=1000, high=100_000_000),
        max_import_bytes=reader.number("MAX_IMPORT_BYTES", 200_000_000, low=1000, high=2_000_000_000),
        api_rate_limit=reader.number("API_RATE_LIMIT", 0),
        reader_timeout=reader.number("READER_TIMEOUT", 60, high=3600),
        cors_origins=_cors_origins(reader),
        mailer=mailer(reader, home),
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0, low=0, high=10),
        mail_from=reader.text("EMAIL_FROM", f"annotator@{urlsplit(public_url).hostname}"),
    )
    reader.finish()
    return environment


def _switch(reader: Reader, name: str) -> bool:
    """On where nothing else is said."""
    value = reader.text(name, "on").lower()
    if value not in {"on", "off"}:
        reader.fault(f"{name} must be on or off.")
    return value == "on"


def _public_url(reader: Reader, port: int) -> str:
    value = reader.text("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        reader.fault("PUBLIC_URL must be an address such as https://annotator.example.org, without a path.")
        return f"http://127.0.0.1:{port}"
    return value


def _allowed_hosts(reader: Reader, public_url: str) -> list[str]:
    """The hosts named, the public one, and loopback for health checks. Links never use a request's host."""
    named = [host.strip() for host in reader.text("ALLOWED_HOSTS").split(",") if host.strip()]
    public = urlsplit(public_url).hostname or ""
    return list(dict.fromkeys([*named, f"[{public}]" if ":" in public else public, *LOOPBACK]))


def _cors_origins(reader: Reader) -> list[str]:
    """`*`, or origins: scheme, host and perhaps a port, and nothing behind them."""
    found = [origin.strip() for origin in reader.text("CORS_ORIGINS").split(",") if origin.strip()]
    for origin in found:
        if origin != "*" and not ORIGIN.fullmatch(origin):
            reader.fault(
                f"CORS_ORIGINS must be * or origins such as https://page.example.org, not {origin!r}."
            )
    if "*" in found and len(found) > 1:
        reader.fault("CORS_ORIGINS must be * alone, or origins without it.")
    return found


def _secret_key(reader: Reader, home: Path, *, embedded: bool) -> str:
    value = reader.text("SECRET_KEY")
    if value and len(value) < 32:
        reader.fault("SECRET_KEY is too short: give at least 32 random characters.")
    if value or reader.faults:
        return value
    if embedded:
        try:
            return own_secret_key(home)
        except OSError as error:
            reader.fault(str(paths.ClosedHomeError(home, error)))
            return ""
    reader.fault("SECRET_KEY is required when DATABASE_URL is set: give at least 32 random characters.")
    return ""


def own_secret_key(home: Path) -> str:
    """The key of an embedded install, made once. Linking a finished file lets two first starts agree."""
    file = paths.make_home(home) / "secret_key"
    if not file.exists():
        draft = file.with_name(f"secret_key.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()


def _database(reader: Reader, home: Path, url: str) -> dict[str, Any]:
    """The application's database, or the owner's when ANNOTATOR_OWNER=1 (migrations and grants)."""
    as_owner = reader.text("ANNOTATOR_OWNER") == "1"
    owner_url = reader.text("DATABASE_OWNER_URL")
    if owner_url and not url:
        reader.fault("DATABASE_OWNER_URL is set but DATABASE_URL is not: set both or neither.")
    if not url:
        try:
            url = paths.database_url(home, paths.OWNER if as_owner else paths.APPLICATION)
        except OSError as error:
            reader.fault(str(error))
            return {}
    name, chosen = ("DATABASE_OWNER_URL", owner_url) if as_owner and owner_url else ("DATABASE_URL", url)
    database = parse_database_url(reader, name, chosen)
    # Statements are planned once a connection, not once a request: that is most of what a small one costs.
    database.setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=5)
    if reader.text("ANNOTATOR_POOL") == "1":
        # Servers only: a pool hides why a connection failed, which someone at a shell wants to read.
        size = reader.number("ANNOTATOR_POOL_SIZE", 10, high=1000)
        database["OPTIONS"]["pool"] = pool(size)
    if reader.text("ANNOTATOR_WEB") == "1":
        limits = time_limits(reader.number("STATEMENT_TIMEOUT", 30, high=3600))
        database["OPTIONS"]["options"] = f"{database['OPTIONS'].get('options', '')} {limits}".strip()
    return database


def parse_database_url(reader: Reader, name: str, url: str) -> dict[str, Any]:
    """Django's form of an address: postgresql://user:pw@host:5432/db?sslmode=require or ?host=/socket/dir.

    What is not user, password, host, port or name stays a connection option. The fault never shows the
    address, which holds a password.
    """
    try:
        parts = conninfo_to_dict(url) if url.startswith(("postgresql://", "postgres://")) else {}
    except psycopg.Error:
        parts = {}
    if not parts.get("dbname") or not str(parts.get("port", "0")).isdigit():
        reader.fault(f"{name} must be an address such as postgresql://user:password@host:5432/database.")
        return {}
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    database: dict[str, Any] = {key: str(parts.pop(word, "") or "") for key, word in known.items()}
    return {"ENGINE": "django.db.backends.postgresql", **database, "OPTIONS": dict(parts)}


def _broker_url(reader: Reader, home: Path, url: str) -> str:
    if not url:
        try:
            return paths.broker_url(home)
        except OSError as error:
            reader.fault(str(error))
    elif urlsplit(url).scheme not in BROKERS:
        reader.fault(
            "BROKER_URL must be the address of a Redis-protocol broker, such as redis://host:6379/0."
        )
    return url


def _storage(reader: Reader, home: Path) -> Path:
    url = reader.text("STORAGE_URL")
    if not url:
        return home / "storage"
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        reader.fault(
            "STORAGE_URL must name a local folder, such as file:///srv/annotator: no other kind is known."
        )
    return Path(unquote(parts.path))
