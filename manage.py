#!/usr/bin/env python
"""Django's commands, with PostgreSQL started first for those that need it."""

import os
import signal
import sys

from newsroom import environment, postgres

# These read and write files only.
WITHOUT_DATABASE = {"check", "collectstatic", "findstatic", "help", "messages", "version"}


def needs_database(arguments):
    """Whether the command in `arguments` (the program's name left out) talks to the database."""
    if not arguments or arguments[0].startswith("-") or {"-h", "--help"} & set(arguments):
        return False
    return arguments[0] not in WITHOUT_DATABASE


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    # End in order when told to, or PostgreSQL would stay behind.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, frame: sys.exit(128 + number))
    if needs_database(sys.argv[1:]) and not environment.given("DATABASE_URL"):
        try:
            postgres.ensure_running()
        except postgres.CannotStart as error:
            sys.exit(str(error))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
