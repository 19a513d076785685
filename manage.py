#!/usr/bin/env python
"""Runs a management command."""

import os
import sys

OWNER_COMMANDS = {"migrate", "grant", "restore"}  # they change what the application's role may not


def main() -> None:
    """Run the command of argv; a wrong environment is one line on stderr and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        os.environ["ANNOTATOR_OWNER"] = "1"
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from annotator.config.reader import ConfigurationError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
