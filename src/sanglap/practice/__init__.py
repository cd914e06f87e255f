"""The practice network: a small server that speaks a part of the Mastodon API, for training and tests.

It stands apart from Sanglap: its own settings, its own SQLite database, its own process. Nothing here is
real, and nothing imports it; it is spoken to over HTTP. `sanglap.practice.wsgi:application` is what gunicorn
serves, with `-c python:sanglap.practice.gunicorn_conf`; it creates its tables when it starts.
"""

import fcntl
import os


def setup() -> None:
    """Make Django ready with the practice settings, and the tables up to date. Safe to call again."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "sanglap.practice.settings"
    import django
    from django.core.management import call_command

    django.setup()
    from sanglap.practice.settings import DATABASE

    # The server and the command that makes accounts may start at the same moment.
    with DATABASE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("migrate", verbosity=0, interactive=False)
