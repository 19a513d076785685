"""Where an install keeps its things, and how its own processes find each other. Standard library only.

Data lives under `home()`. Sockets live in `run_dir(home)`: a path short enough for a Unix socket whatever the
length of the home's own path, closed to every other user. It depends on nothing but home and user, so that a
command started from another shell, or by cron, finds the running services.
"""

import contextlib
import hashlib
import os
import stat
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[2]
SHORT_TMP = Path("/tmp")  # noqa: S108  TMPDIR can be long and differs between shells; run_dir checks the owner

PORT = 5432  # names the socket file only; said outright because a PGPORT in the environment would win
APPLICATION = "annotator"
OWNER = "annotator_owner"
SUPERUSER = "postgres"


class ClosedHomeError(Exception):
    """The data folder can not be made or written to. The message is for the operator."""

    def __init__(self, home: Path, error: OSError) -> None:
        super().__init__(
            f"The data folder {home} can not be used ({error.strerror}): set ANNOTATOR_HOME to another."
        )


class UnsafeFolderError(OSError):
    """The folder for our sockets belongs to someone else or is open to others."""


def home() -> Path:
    """The absolute folder of all data: ANNOTATOR_HOME, else `var/` in the checkout. Not created here."""
    return Path(os.environ.get("ANNOTATOR_HOME") or CHECKOUT / "var").expanduser().resolve()


def package(name: str) -> Path:
    """The folder of an installed package, which is not imported: only its programs are wanted."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{name} is not installed: run bin/bootstrap.")
    return Path(spec.submodule_search_locations[0])


def make_home(home: Path) -> Path:
    """Create the data folder, closed to others; the mode of one that exists is left as it is."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def run_dir(home: Path, tmp: Path = SHORT_TMP) -> Path:
    """The folder of this home's sockets, created when missing. UnsafeFolderError unless it is ours alone."""
    uid = os.getuid()
    key = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    folder = tmp / f"annotator-{uid}-{key}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise UnsafeFolderError(f"{folder} is not a folder: remove it, or choose another ANNOTATOR_HOME.")
    if found.st_uid != uid:
        raise UnsafeFolderError(f"{folder} belongs to another user: choose another ANNOTATOR_HOME.")
    if stat.S_IMODE(found.st_mode) != 0o700:
        raise UnsafeFolderError(f"{folder} is open to other users: remove it, or set its mode to 0700.")
    return folder


def database_url(home: Path, role: str = APPLICATION, database: str = "annotator") -> str:
    """The embedded PostgreSQL's address for one of its roles: APPLICATION, OWNER or SUPERUSER."""
    return f"postgresql://{role}@/{database}?host={quote(str(run_dir(home)), safe='')}&port={PORT}"


def broker_url(home: Path) -> str:
    """The embedded broker's address, as Celery writes it."""
    return f"redis+socket://{broker_socket(home)}"


def broker_socket(home: Path) -> Path:
    """The Unix socket of the embedded broker."""
    return run_dir(home) / "valkey.sock"
