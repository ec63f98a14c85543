"""Settings, driven by the environment. README.md has the table of variables.

`SOEST_ENV=production` refuses to start while something is missing that a public server needs.
"""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from soest.environment import (
    env_bool,
    env_choice,
    env_database,
    env_host,
    env_int,
    env_list,
    env_port,
    env_sender,
    env_site,
    env_str,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("SOEST_VAR_DIR", str(BASE_DIR / "var")))

ENVIRONMENT = env_choice("SOEST_ENV", ("local", "production"), "local")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env_bool("DEBUG", default=False)
HTTPS = env_bool("HTTPS", default=PRODUCTION)  # cookies and redirects insist on TLS
BEHIND_PROXY = env_bool("BEHIND_PROXY", default=PRODUCTION)


def local_secret_key() -> str:
    """The key of a local installation: made once, kept in the data folder, never in the code."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="utf-8")
    return path.read_text(encoding="utf-8")


SECRET_KEY = env_str("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("DEBUG darf in Produktion nicht an sein: DEBUG=false setzen.")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY fehlt oder ist kürzer als 50 Zeichen. Ein neuer Schlüssel entsteht mit: "
            'python -c "import secrets; print(secrets.token_urlsafe(64))"'
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS muss die Hostnamen der Seite nennen (durch Komma getrennt, kein *), "
            "zum Beispiel ALLOWED_HOSTS=ziele.soest.de."
        )
elif not SECRET_KEY:
    SECRET_KEY = local_secret_key()

# Applications ---------------------------------------------------------------

INSTALLED_APPS = [
    "soest",
    "accounts",
    "strategy",
    "indicators",
    "reports",
    "soest.administration.Administration",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "soest.uploads.RequestSizeMiddleware",  # before anything reads the body
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "soest.http.SignedInPagesMiddleware",  # Django's LoginRequiredMiddleware, extended
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "soest.urls"
WSGI_APPLICATION = "soest.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "soest.http.site_context",
            ],
        },
    }
]

# Database -------------------------------------------------------------------

database = env_database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
if database["ENGINE"] == "django.db.backends.sqlite3":
    Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    database |= {"CONN_MAX_AGE": None}
    database["OPTIONS"] = {
        # Without IMMEDIATE, two writers that both began by reading lose one to "locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Without recursive_triggers, REPLACE deletes rows past the triggers of the ledger.
        # trusted_schema stays on: with it off, Django's own CHECK on JSON columns is refused.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;",
    }
else:
    database |= {"CONN_MAX_AGE": env_int("CONN_MAX_AGE", 120), "CONN_HEALTH_CHECKS": True}
    # What the address says, such as sslmode, stays.
    database["OPTIONS"] = {"connect_timeout": 5} | database.get("OPTIONS", {})
DATABASES = {"default": database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People ---------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "indicators:entry-home"
LOGOUT_REDIRECT_URL = "overview"

# Five wrong passwords lock this name from this address for 15 minutes, never the whole Rathaus.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_IPWARE_PROXY_COUNT = env_int("PROXY_COUNT", 1 if BEHIND_PROXY else 0) or None
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 10 * 60 * 60  # counted from sign-in: a working day, not a fortnight
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
# Not kept in the session: Django would then read the session on public pages as well, and send
# `Vary: Cookie` with each of them. Readers get no cookie either way.
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # until the browser is closed
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Security -------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS and env_bool("SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_INCLUDE_SUBDOMAINS", default=HTTPS)
SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

DATA_UPLOAD_MAX_NUMBER_FILES = 1
# Bytes: a file of 5 MB and the form around it. Held for every request by soest.uploads; a form
# within it reaches its view, which says what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 2**20

# Language and time ----------------------------------------------------------

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # numbers are parsed and printed by indicators.german_numbers

# Files ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "soest.plotly_bundle.PlotlyFinder",
]
MEDIA_ROOT = Path(env_str("MEDIA_ROOT", str(VAR_DIR / "media")))  # served by views only
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "soest.static_files.HashedStaticFiles"},
}

# Background work ------------------------------------------------------------

# Without a worker, the request that asks for a task does it before it answers.
BACKGROUND_WORKER = env_bool("BACKGROUND_WORKER", default=True)
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if BACKGROUND_WORKER
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

# Mail -----------------------------------------------------------------------

EMAIL_HOST = env_host("EMAIL_HOST")  # empty: mails are kept in the database and not sent
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", default=False)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured(
        "EMAIL_USE_TLS und EMAIL_USE_SSL schließen sich aus: meist ist EMAIL_USE_TLS=true mit "
        "EMAIL_PORT=587 richtig, sonst EMAIL_USE_SSL=true mit EMAIL_PORT=465."
    )
EMAIL_PORT = env_port("EMAIL_PORT", 465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured(
        "EMAIL_HOST_USER und EMAIL_HOST_PASSWORD gehören zusammen: bitte beide setzen oder keines."
    )
EMAIL_TIMEOUT = 10  # seconds; a server that is down must not hold up the worker
DEFAULT_FROM_EMAIL = env_sender("DEFAULT_FROM_EMAIL", "Zielmonitor Soest <zielmonitor@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if EMAIL_HOST and not env_str("DEFAULT_FROM_EMAIL"):
    raise ImproperlyConfigured(
        "Mit EMAIL_HOST muss DEFAULT_FROM_EMAIL den Absender nennen, "
        "zum Beispiel DEFAULT_FROM_EMAIL=zielmonitor@soest.de."
    )
# Where links in mails lead: mails are written without a request, and no Host header may say it.
if PRODUCTION and EMAIL_HOST and not env_str("SITE_URL"):
    raise ImproperlyConfigured(
        "Mit EMAIL_HOST muss SITE_URL sagen, wohin die Links in den Nachrichten führen, "
        "zum Beispiel SITE_URL=https://ziele.soest.de."
    )
SITE_URL = env_site(
    "SITE_URL",
    f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0].lstrip('.')}"
    if PRODUCTION
    else "http://127.0.0.1:8000",
)

# Log ------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "soest.log_secrets.LineWithoutLinks",
            "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Reading each glyph and font is of no interest to a person.
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        # Each login would be told in four lines; refused ones are warnings.
        "axes": {"level": "WARNING"},
    },
}
