"""Django's settings, from the typed environment. No logic lives here."""

import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from sanglap.config.environment import PROJECT, environment
from sanglap.config.mail import mail_settings


def kept_secret(name: str) -> str:
    """The secret of that name, made at first use and kept in the var folder, readable by its owner alone."""
    path: Path = environment.var_dir / "secrets" / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(value := secrets.token_urlsafe(48))
    return value


def database(url: str) -> dict[str, Any]:
    """Django's description of the PostgreSQL database at that URL."""
    given: dict[str, Any] = dict(conninfo_to_dict(url)) if url else {}
    named = {
        key: given.pop(name, "")
        for key, name in {
            "NAME": "dbname",
            "USER": "user",
            "PASSWORD": "password",
            "HOST": "host",
            "PORT": "port",
        }.items()
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # No query here runs long enough to be worth compiling: of one that ends with its first rows the database
        # expects much and would compile for longer than it then works.
        "OPTIONS": {"application_name": "sanglap", "connect_timeout": 10, "options": "-c jit=off", **given},
        **named,
    }


SECRET_KEY = environment.secret_key.get_secret_value() or kept_secret("secret_key")
SANGLAP_CREDENTIAL_KEYS = environment.credential_keys.get_secret_value() or kept_secret("credential_keys")
SANGLAP_CLOCK = environment.clock
SANGLAP_OUTBOUND_ALLOW = environment.outbound_allow
SANGLAP_EDITION = environment.edition
SANGLAP_RULEBOOKS = PROJECT / "rulebooks"
SANGLAP_DEMO = environment.demo
SANGLAP_SITE = (
    f"https://{environment.hosts[0]}" if environment.https else f"http://{environment.hosts[0]}:{environment.port}"
)
SANGLAP_FONTS = PROJECT / "build" / "fonts"
SANGLAP_FILES = environment.var_dir / "files"
SANGLAP_CALL_SECONDS = environment.call_seconds
SANGLAP_POLL_SECONDS = environment.poll_seconds

DEBUG = environment.debug
ALLOWED_HOSTS = environment.hosts
ROOT_URLCONF = "sanglap.config.urls"
WSGI_APPLICATION = "sanglap.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A demo's mails can be read as files; nobody gets them.
_MAIL = environment.mail.get_secret_value() or ("file:" if environment.demo else "")
SANGLAP_MAIL = bool(_MAIL)
SANGLAP_MAIL_HOST = environment.hosts[0]
globals().update(mail_settings(_MAIL, folder=environment.var_dir / "mail"))
DEFAULT_FROM_EMAIL = environment.mail_from

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
    "sanglap.core",
    "sanglap.language",
    "sanglap.audit",
    "sanglap.guideline",
    "sanglap.files",
    "sanglap.people",
    "sanglap.offices",
    "sanglap.notices",
    "sanglap.laws",
    "sanglap.platforms",
    "sanglap.accounts",
    "sanglap.attestations",
    "sanglap.verification",
    "sanglap.outbox",
    "sanglap.content",
    "sanglap.incidents",
    "sanglap.publishing",
    "sanglap.planning",
    "sanglap.campaigns",
    "sanglap.inbox",
    "sanglap.suggestions",
    "sanglap.moderation",
    "sanglap.duties",
    "sanglap.desk",
    "sanglap.public",
    "sanglap.demo",
    "sanglap.bench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sanglap.core.middleware.ReaderLanguageMiddleware",
    "sanglap.core.middleware.SizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sanglap.people.middleware.LastSeenMiddleware",
    "sanglap.offices.access.AccessMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "sanglap.language.templatetags.reading",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sanglap.desk.context.places",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": database(environment.database_url)}

CACHES = {
    # In the database, so that all machines count the same attempts.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sanglap_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["sanglap.people.backends.NameOrEmailBackend"]
LOGIN_URL = "public:sign-in"
LOGIN_REDIRECT_URL = "desk:day"
LOGOUT_REDIRECT_URL = "public:home"
AUTH_PASSWORD_VALIDATORS = [{"NAME": "sanglap.people.passwords.StrengthValidator"}]

# Where the guard of the pages leads to: showing again who one is, finishing what was interrupted by it, and setting up
# a second factor.
STEP_UP_URL = "desk:me-show-again"
STEP_UP_FINISH_URL = "desk:me-finish"
STEP_UP_SECONDS = 15 * 60
SECOND_FACTOR_URL = "desk:me-second-factor"
SECOND_FACTOR_STAGE_URL = "public:second-factor"

ALLAUTH_TRUSTED_PROXY_COUNT = environment.proxies
ACCOUNT_ADAPTER = "sanglap.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/10m/ip,5/10m/key",
    "reauthenticate": "10/10m/user",
    "measure_password": "60/m/ip",
    "access_link": "120/10m/ip",
    "appeal": "120/10m/ip",
}
MFA_ADAPTER = "sanglap.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}

LANGUAGE_CODE = "bn"
LANGUAGES = [("bn", _("Bangla")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT / "src" / "sanglap" / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = environment.https
USE_TZ = True
TIME_ZONE = "Asia/Dhaka"

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "build" / "collected"
STATICFILES_DIRS = [path for path in [PROJECT / "build" / "static"] if path.exists()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = environment.https
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = environment.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sanglap.public.errors.csrf_failure"
SECURE_SSL_REDIRECT = environment.https
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if environment.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PGTRIGGER_MIGRATIONS = True
COTTON_DIR = "cotton"

LOGGING_CONFIG = "sanglap.core.logs.configure"
LOGGING = {"level": environment.log_level}
SILENCED_SYSTEM_CHECKS: list[str] = []
