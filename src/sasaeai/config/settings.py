"""Settings. Every value a site may change comes from a SASAEAI_… environment variable."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
"""The package folder; code and assets live under it."""

VAR_DIR = Path(os.environ.get("SASAEAI_VAR", Path.cwd() / "var"))
"""What the site writes: the embedded database, the secret key, printed papers."""

DEBUG = os.environ.get("SASAEAI_DEBUG") == "1"
SECRET_KEY = os.environ.get("SASAEAI_SECRET_KEY", "")
if not SECRET_KEY:
    from sasaeai.config.secret import read_or_make_secret

    SECRET_KEY = read_or_make_secret(VAR_DIR / "secret-key")

SITE_URL = os.environ.get("SASAEAI_SITE_URL", "http://127.0.0.1:8000")
SERVED_OVER_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("SASAEAI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many proxies of our own stand in front: whose X-Forwarded-For says where a guess came from.
TRUSTED_PROXIES = int(os.environ.get("SASAEAI_PROXIES", "1" if SERVED_OVER_HTTPS else "0"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's passkey list needs it
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "sasaeai.kernel",
    "sasaeai.audit",
    "sasaeai.jobs",
    "sasaeai.search",
    "sasaeai.people",
    "sasaeai.accounts",
    "sasaeai.directory",
    "sasaeai.meetings",
    "sasaeai.issues",
    "sasaeai.notices",
    "sasaeai.minutes",
    "sasaeai.hall",
    "sasaeai.rollout",
    "sasaeai.planning",
    "sasaeai.reports",
    "sasaeai.web",
    "sasaeai.desk",
    "sasaeai.portal",
    "sasaeai.field",
    "sasaeai.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sasaeai.config.urls"
WSGI_APPLICATION = "sasaeai.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],  # before allauth's own pages
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sasaeai.web.context.shell",
                "sasaeai.desk.context.navigation",
            ],
            "builtins": ["sasaeai.web.templatetags.web"],
        },
    }
]

# One setting chooses the database: SASAEAI_DATABASE_URL=postgresql://… or sqlite:///….
# SQLite as planner measurements asked: WAL, immediate transactions (deferred ones fail at once
# when two people write), FULL because minutes must survive a power cut, 5 s busy timeout.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"),
}
DATABASES = {
    "default": dj_database_url.config(
        env="SASAEAI_DATABASE_URL",
        default=f"sqlite:///{VAR_DIR / 'sasaeai.sqlite3'}",
        conn_max_age=600,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
else:
    # PostgreSQL compiles a question it takes for long: most of a second, for an answer of one
    # millisecond. A site that wants it names its own options in the address.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language: Japanese is the source language; English for readers who need it.
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("日本語")), ("en", _("英語"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # served from the packages themselves; nothing to collect
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Background work waits in the database; `sasaeai work` does it (docs/adr/0010-background-work.md).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
# On one PC `serve` starts the worker beside itself; "separate": a service of its own does it.
WORKER_BESIDE = os.environ.get("SASAEAI_WORKER", "") != "separate"

# E-mail, and FAX through a mail-to-FAX service (docs/adr/0011-channels.md). Nothing is sent while
# server and sender are empty. {key} in the return address tells which mail came back; {number} in
# the FAX pattern stands for the digits. Mailboxes: imaps://user@host:993/INBOX, the password apart.
MAIL_HOST = os.environ.get("SASAEAI_MAIL_HOST", "")
MAIL_SECURITY = os.environ.get("SASAEAI_MAIL_SECURITY", "starttls")  # or "ssl", "none"
MAIL_PORT = int(
    os.environ.get("SASAEAI_MAIL_PORT") or {"ssl": 465, "none": 25}.get(MAIL_SECURITY, 587)
)
MAIL_USER = os.environ.get("SASAEAI_MAIL_USER", "")
MAIL_PASSWORD = os.environ.get("SASAEAI_MAIL_PASSWORD", "")
MAIL_FROM = os.environ.get("SASAEAI_MAIL_FROM", "")
MAIL_REPLY_TO = os.environ.get("SASAEAI_MAIL_REPLY_TO", "")
MAIL_RETURN = os.environ.get("SASAEAI_MAIL_RETURN", "")
MAIL_TIMEOUT = int(os.environ.get("SASAEAI_MAIL_TIMEOUT") or 30)  # seconds for one answer
FAX_GATEWAY = os.environ.get("SASAEAI_FAX_GATEWAY", "")
MAILBOX = os.environ.get("SASAEAI_MAILBOX", "")
MAILBOX_PASSWORD = os.environ.get("SASAEAI_MAILBOX_PASSWORD", "")
FAX_MAILBOX = os.environ.get("SASAEAI_FAX_MAILBOX", "")
FAX_MAILBOX_PASSWORD = os.environ.get("SASAEAI_FAX_MAILBOX_PASSWORD", "")
# Where scanners and FAX machines put files, in a folder for each town: <SCAN_DIR>/022012/.
SCAN_DIR = os.environ.get("SASAEAI_SCAN_DIR", "")
# Pictures of slips hold handwriting; the tick empties them so many days after the meeting.
SCAN_KEEP_DAYS = int(os.environ.get("SASAEAI_SCAN_KEEP_DAYS") or 90)

# LINE by its Messaging API, one channel for the whole site (docs/adr/0011-channels.md); the extra
# "line" is needed. The id is the one that begins with @; the address is another one in tests only.
LINE_TOKEN = os.environ.get("SASAEAI_LINE_TOKEN", "")
LINE_SECRET = os.environ.get("SASAEAI_LINE_SECRET", "")
LINE_ID = os.environ.get("SASAEAI_LINE_ID", "")
LINE_API = os.environ.get("SASAEAI_LINE_API") or "https://api.line.me"
LINE_TIMEOUT = int(os.environ.get("SASAEAI_LINE_TIMEOUT") or 10)  # seconds for one answer

# Signing in: by a printed user number, never by e-mail; nobody signs up alone.
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "sasaeai.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_FORMS = {
    "login": "sasaeai.web.signin.LoginForm",
    "reauthenticate": "sasaeai.web.signin.ReauthenticateForm",
    "change_password": "sasaeai.web.signin.ChangePasswordForm",
    "set_password": "sasaeai.web.signin.SetPasswordForm",
}
MFA_FORMS = {
    "authenticate": "sasaeai.web.signin.AuthenticateForm",
    "reauthenticate": "sasaeai.web.signin.ReauthenticateByCodeForm",
    "activate_totp": "sasaeai.web.signin.ActivateTotpForm",
    "add_webauthn": "sasaeai.web.signin.AddPasskeyForm",
    "edit_webauthn": "sasaeai.web.signin.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "支え合い"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_OVER_HTTPS  # only localhost works without https

# Wrong passwords: five in a row for one user number from one address lock for 15 minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "sasaeai.web.signin.typed_number"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False

# A site may have map tiles of its own behind the drawing of a district: https://…/{z}/{x}/{y}.png.
# The origin is the only one that pictures may come from besides this site.
TILE_URL = os.environ.get("SASAEAI_TILE_URL", "")
TILE_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(TILE_URL))] if TILE_URL else []

# Everything is served by the application itself; no inline script or style, no outside call.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *TILE_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SERVED_OVER_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_OVER_HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # Django names the address of whatever it refuses; some addresses are keys.
    "filters": {"hide codes": {"()": "sasaeai.portal.logs.HideCodes"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["hide codes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
