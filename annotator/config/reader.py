"""Typed reading of environment variables that collects faults instead of stopping at the first."""

from collections.abc import Mapping
from pathlib import Path


class ConfigurationError(Exception):
    """A variable is missing or wrong. The message is complete sentences for the operator."""


class Reader:
    """Reads variables by type, each also as a file, and collects what is wrong with them until `finish()`."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def fault(self, sentence: str) -> None:
        """Keep one fault for `finish()`."""
        self.faults.append(sentence)

    def text(self, name: str, default: str = "") -> str:
        """The value of NAME, or the content of the file NAME_FILE without its final line end."""
        value, file = self.environ.get(name, ""), self.environ.get(f"{name}_FILE", "")
        if value and file:
            self.fault(f"{name} and {name}_FILE are both set: set only one of them.")
        elif file:
            value = self._content(name, Path(file))
        return value or default

    def _content(self, name: str, file: Path) -> str:
        try:
            value = file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            self.fault(f"{name}_FILE names {file}, which can not be read: {reason}.")
            return ""
        if not value:
            self.fault(f"{name}_FILE names {file}, which is empty.")
        return value

    def number(self, name: str, default: int, low: int = 1, high: int = 2**31) -> int:
        """A whole number in [low, high]."""
        value = self.text(name)
        if not value:
            return default
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        self.fault(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
        return default

    def finish(self) -> None:
        """Raise ConfigurationError when anything was wrong."""
        if self.faults:
            raise ConfigurationError(" ".join(self.faults))
