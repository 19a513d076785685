"""Django's settings, made from the environment (`env`), the same for a laptop and for servers."""

import sys
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from annotator.config import env
from annotator.local import program

try:
    ENVIRONMENT = env.read()
except env.ConfigurationError as error:
    sys.exit(f"Annotator can not start: {error}")

ROOT = Path(__file__).resolve().parents[2]
CODE_VERSION = "0.1.0"

HOME = ENVIRONMENT.home
EMBEDDED = ENVIRONMENT.embedded
SECRET_KEY = ENVIRONMENT.secret_key
PUBLIC_URL = ENVIRONMENT.public_url
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
MAX_DOCUMENT_BYTES = ENVIRONMENT.max_document_bytes
MAX_IMPORT_BYTES = ENVIRONMENT.max_import_bytes
API_RATE_LIMIT = ENVIRONMENT.api_rate_limit
WEB_THREADS = program.WEB_THREADS  # of one web process; the Dockerfile says the same number
READER_TIMEOUT = ENVIRONMENT.reader_timeout
DEBUG = False
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "annotator.audit",
    "annotator.accounts",
    "annotator.projects",
    "annotator.documents",
    "annotator.annotations",
    "annotator.review",
    "annotator.releases",
    "annotator.jobs",
    "annotator.web",
    "annotator.api",
    "annotator.local",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "annotator.web.compression.CompressionMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "annotator.web.middleware.LanguageMiddleware",
    "annotator.web.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "annotator.web.middleware.RefusalMiddleware",
]

if ENVIRONMENT.cors_origins:  # unset, nothing of it is there
    MIDDLEWARE.insert(0, "corsheaders.middleware.CorsMiddleware")

ROOT_URLCONF = "annotator.config.urls"
WSGI_APPLICATION = "annotator.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "annotator.web.unseen.unseen_mentions",
            ],
        },
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DATABASES["default"].setdefault("OPTIONS", {})
CACHES = {
    # In PostgreSQL, so that sign-in is throttled across processes and a dead broker locks nobody out.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond it entries are thrown away, and with them what was counted: far more than failures in five minutes.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["annotator.accounts.sessions.Backend"]
SESSION_ENGINE = "annotator.accounts.sessions"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 72 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "projects"
ACCOUNT_ADAPTER = "annotator.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else the host that the request named
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# Without it all who come through a proxy have one address, and one who fails too often shuts everyone out.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
ACCOUNT_RATE_LIMITS: dict[str, Any] = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
}
MAILERS = {"default": ENVIRONMENT.mailer}
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "annotator.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = False
# The proxy that ends TLS redirects to it; the operator's other hosts are not ours to bind to HTTPS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# Scripts of other sites may ask the API with a token, where the operator names them; never with our cookies.
CORS_URLS_REGEX = r"^/(api|w3c|ns)/"
CORS_ALLOW_ALL_ORIGINS = ENVIRONMENT.cors_origins == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else ENVIRONMENT.cors_origins
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    "accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match", "if-range", "prefer",
    "range", "slug",
]  # fmt: skip
CORS_EXPOSE_HEADERS = [
    "Accept-Post", "Allow", "Content-Disposition", "Content-Location", "Content-Range", "ETag", "Idempotency-Replayed",
    "Link", "Location", "Preference-Applied", "Retry-After",
]  # fmt: skip

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "Arabic")]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["annotator.web.formats"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * MAX_DOCUMENT_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_DOCUMENT_BYTES

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # ours alone, no app's
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ENVIRONMENT.storage},
    },
    "staticfiles": {"BACKEND": "annotator.config.storage.Storage"},
}

CELERY_BROKER_URL = ENVIRONMENT.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 30,
    "retry_policy": {"timeout": 2},
}
CELERY_BEAT_SCHEDULE = {
    "redispatch": {"task": "annotator.jobs.tasks.redispatch", "schedule": 3.0, "options": {"expires": 3}},
    "forget_answers": {
        "task": "annotator.jobs.tasks.forget_answers",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget_sessions": {
        "task": "annotator.jobs.tasks.forget_sessions",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "annotator.api.authentication.TokenAuthentication",
        "annotator.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["annotator.api.authentication.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["annotator.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["annotator.api.parsers.JSONParser"],
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "annotator.api.problems.handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Annotator",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "Documents, spans, tags, reviews and releases of claims: sourced, disputed, speculative.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVERS": [{"url": PUBLIC_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["annotator.api.described.complete"],
    "LICENSE": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # /api/docs/ is our own page, made from the schema: the usual viewers want inline styles, which our CSP forbids.
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
