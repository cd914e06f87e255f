"""Django's settings of the practice network. They share nothing with Sanglap's own.

Set from outside: `SANGLAP_PRACTICE_DB` (path of the SQLite file), `SANGLAP_PRACTICE_HOSTS` (further host
names, separated by commas), `SANGLAP_PRACTICE_RATE` (API calls in five minutes), `SANGLAP_PRACTICE_DELETES`
(deletions in thirty minutes), `SANGLAP_VAR_DIR` (where the default database lies) and `SANGLAP_CLOCK` (shifts
the clock).
"""

import os
import secrets
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("SANGLAP_VAR_DIR") or PROJECT / "var")
DATABASE = Path(os.environ.get("SANGLAP_PRACTICE_DB") or VAR / "practice" / "practice.sqlite3")
DATABASE.parent.mkdir(parents=True, exist_ok=True)


def kept_secret(path: Path) -> str:
    """The secret in that file, made at first use. Two processes that start at once get the same one."""
    if not path.exists():
        mine = path.with_name(f"{path.name}.{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(48))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return path.read_text()


SECRET_KEY = kept_secret(DATABASE.with_suffix(".secret"))
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *(host.strip() for host in os.environ.get("SANGLAP_PRACTICE_HOSTS", "").split(",") if host.strip()),
]
ROOT_URLCONF = "sanglap.practice.urls"
WSGI_APPLICATION = "sanglap.practice.wsgi.application"
INSTALLED_APPS = ["sanglap.practice.apps.PracticeConfig"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["sanglap.practice.pages.tags"]},
    },
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    },
}
USE_TZ = True
USE_I18N = False
TIME_ZONE = "Asia/Dhaka"
APPEND_SLASH = False
# Cookies are shared by all ports of a host, so the names must not meet those of Sanglap's own pages.
CSRF_COOKIE_NAME = "practice_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sanglap.practice.pages.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Refusals are this server's daily work; only mishaps of its own are worth a line.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "mishaps": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: bool(record.exc_info),
        },
    },
    "handlers": {"terminal": {"class": "logging.StreamHandler", "filters": ["mishaps"]}},
    "loggers": {"django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False}},
}

SANGLAP_CLOCK = os.environ.get("SANGLAP_CLOCK", "")
PRACTICE_RATE = int(os.environ.get("SANGLAP_PRACTICE_RATE") or 300)
PRACTICE_DELETES = int(os.environ.get("SANGLAP_PRACTICE_DELETES") or 30)
