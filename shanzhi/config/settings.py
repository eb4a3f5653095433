"""Django's settings: one file for every county, told apart by the environment only."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import database
from .home import CHECKOUT, home, key_file

SHANZHI_HOME = home()
SHANZHI_UPLOADS = SHANZHI_HOME / "uploads"
SHANZHI_KEYS = SHANZHI_HOME / "keys"
SHANZHI_PUBLIC_URL = os.environ.get("SHANZHI_PUBLIC_URL", "").rstrip("/")
SHANZHI_MAP_TILES = os.environ.get("SHANZHI_MAP_TILES", "")
SHANZHI_PAGE_FACTS = "shanzhi.config.page_facts.PageFacts"
SHANZHI_SMS = os.environ.get("SHANZHI_SMS", "")
key_file("contact.key")
key_file("receipt.key")

TESTING = "pytest" in sys.modules
DEBUG = os.environ.get("SHANZHI_DEBUG") == "1"
SECRET_KEY = key_file("django.key", 48).read_bytes().hex()
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *filter(None, [urlsplit(SHANZHI_PUBLIC_URL).hostname, *os.environ.get("SHANZHI_HOSTS", "").split(",")]),
]
CSRF_TRUSTED_ORIGINS = [SHANZHI_PUBLIC_URL] if SHANZHI_PUBLIC_URL else []
ROOT_URLCONF = "shanzhi.config.urls"
WSGI_APPLICATION = "shanzhi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "ledger", "web", "identity", "registry", "dossier", "intake", "dispatch", "inspection", "casework", "village",
    "oversight", "insight", "exchange",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    *[f"shanzhi.{room}" for room in ROOMS],
]
MIDDLEWARE = [
    "shanzhi.web.middleware.request_id",
    "shanzhi.web.middleware.plain_api",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shanzhi.web.middleware.elder_mode",
    "shanzhi.config.unopened.BeforeOpening",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "shanzhi" / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shanzhi.web.context.page",
            ],
            "builtins": ["shanzhi.web.templatetags.web"],
        },
    }
]

DATABASES = {"default": database.configured()}
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["shanzhi.identity.backend.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "identity:sign_in"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [CHECKOUT / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SHANZHI_STATIC", SHANZHI_HOME / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "shanzhi_session"
CSRF_COOKIE_NAME = "shanzhi_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "shanzhi.web.views.csrf_failure"
SECURE_COOKIES = SHANZHI_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *([SHANZHI_MAP_TILES.split("{")[0]] if SHANZHI_MAP_TILES else [])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# A report with nine photos of 25 MB; what lies above is refused before it fills memory or disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 12
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

EMAIL_URL = os.environ.get("SHANZHI_SMTP", "")
if EMAIL_URL:
    _server, _colon, _port = EMAIL_URL.partition(":")
    EMAIL_HOST, EMAIL_PORT = _server, int(_port or 25)
    EMAIL_HOST_USER = os.environ.get("SHANZHI_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("SHANZHI_SMTP_PASSWORD", "")
    EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
    EMAIL_TIMEOUT = 15
else:
    # Without a mail server, letters are kept as files that the administrator can read.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(SHANZHI_HOME / "outbox")
DEFAULT_FROM_EMAIL = os.environ.get("SHANZHI_MAIL_FROM", "shanzhi@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"shanzhi": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # TLS ends at the proxy in front (deploy/)
