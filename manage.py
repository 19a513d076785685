#!/usr/bin/env python
"""Runs a management command."""

import os
import sys

OWNER_COMMANDS = {"prepare", "migrate", "grant", "restore"}  # they change what the application's role may not


def main() -> None:
    """Run the command of argv, as the database's owner where it needs that."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "annotator.config.settings")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        os.environ["ANNOTATOR_OWNER"] = "1"
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
