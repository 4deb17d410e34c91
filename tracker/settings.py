"""All settings, in sections, each read from the environment through tracker.env.

docs/operations.md lists every variable. Without DATABASE_URL and REDIS_URL the addresses are those of the
embedded servers below DATA_DIR, so that every `manage.py` command works beside a running `make run`.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from tracker import checks, env
from tracker.embedded import paths

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "var").expanduser().resolve()

# --- Safety -----------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or paths.kept_secret(DATA_DIR)
SIGNING_KEY = env.text("SIGNING_KEY")  # Ed25519, PEM; else a file below DATA_DIR (claims/signing.py)
RETIRED_SIGNING_KEYS = env.text("RETIRED_SIGNING_KEYS")
RECORD_KEY = env.text("RECORD_KEY") or paths.known_secret(DATA_DIR, "record_key")  # of old checkpoints only
HTTPS = env.flag("HTTPS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Application ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "pgtrigger",
    "claims",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random: no secret shows in a length
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.middleware.LogInWall",
    "tracker.middleware.ReadersTimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
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
                "claims.web.navigation.navigation",
            ],
            "builtins": [
                f"claims.web.templatetags.{name}" for name in ("ss", "figures", "moments", "marked")
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL") or paths.database_url(DATA_DIR)
REDIS_URL = env.text("REDIS_URL") or paths.redis_url(DATA_DIR)
DATABASES = {
    "default": {
        **env.database(DATABASE_URL),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.flag("DATABASE_POOLED"),
    }
}
if not env.flag("DATABASE_POOLED"):  # PgBouncer takes no such wishes
    # The data lie in memory or on an SSD: a page read at random costs what any costs. Compiling takes longer
    # than any of our questions.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c random_page_cost=1.1 -c jit=off")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "ss",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
EVIDENCE_FILE_LIMIT = env.number("EVIDENCE_FILE_LIMIT_MB", 25, least=1) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "claims.web.uploads.Cap",  # first: what is too large reaches neither memory nor disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "claims.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "claims.web.accounts.ClosedDoor"
ACCOUNT_RATE_LIMITS = False  # axes counts failures, in the database, for the name and the address together
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
AXES_FAILURE_LIMIT = env.number("LOGIN_FAILURE_LIMIT", 8, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "claims.web.accounts.tried_name"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_IPWARE_PROXY_COUNT = env.number("PROXY_COUNT", 0) or None
AXES_IPWARE_META_PRECEDENCE_ORDER = (
    ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR") if AXES_IPWARE_PROXY_COUNT else ("REMOTE_ADDR",)
)

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
FORMAT_MODULE_PATH: list[str] = []

# --- Static files -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"  # not in the checkout: two installations may run from one
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tracker.staticfiles.Storage"},
}

# --- Workers ----------------------------------------------------------------------------------------
# Celery messages are hints: late acknowledgement, redelivery when a worker dies, one at a time.
CELERY_BROKER_URL = paths.broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_timeout": 30}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 110
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A model may take minutes: its calls have workers of their own, so that no article ever waits for one.
CELERY_TASK_ROUTES = {"claims.extract.tasks.ask_second_opinion": {"queue": "second-opinion"}}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep stale work": {"task": "claims.ingest.tasks.sweep", "schedule": 5.0},
    "sweep jobs that nobody works on": {"task": "claims.verify.tasks.sweep_jobs", "schedule": 5.0},
    "remove files that expired": {"task": "claims.report.tasks.expire_exports", "schedule": 600.0},
    "mark verdicts due": {"task": "claims.verify.tasks.mark_due", "schedule": 60.0},
    "tell of work that is late": {"task": "claims.verify.tasks.nag", "schedule": 60.0},
}
WORK_LEASE = timedelta(seconds=env.number("WORK_LEASE_SECONDS", 20, least=2))  # renewed while a worker lives
CORRECTIONS_CONTACT = env.text("CORRECTIONS_CONTACT").strip()  # "corrections@news.example" or an address
REVIEW_LEASE = timedelta(minutes=5)

# --- The newsroom -----------------------------------------------------------------------------------
ASSIGNMENT_STALE_HOURS = env.number("ASSIGNMENT_STALE_HOURS", 48)  # 0: nobody is told
WORTH_THRESHOLD = 0.5  # claims below it are set aside, offered only when asked for
ACCEPT_ABOVE = 0.9  # what is left of an article from this worth on may be accepted at one stroke
FETCH_ALLOW = env.words("FETCH_ALLOW")  # "10.0.0.7:8080": addresses inside your network that may be fetched

# --- A second opinion (off without an address) --------------------------------------------------------
SECOND_OPINION_URL = env.text("SECOND_OPINION_URL").strip()  # "http://localhost:11434/v1"
SECOND_OPINION_MODEL = env.text("SECOND_OPINION_MODEL").strip()
SECOND_OPINION_KEY = env.text("SECOND_OPINION_KEY").strip()
SECOND_OPINION_TIMEOUT = env.number("SECOND_OPINION_TIMEOUT", 60, least=1)  # seconds of one call in all
SECOND_OPINION_MAX_TOKENS = env.number("SECOND_OPINION_MAX_TOKENS", 40_000, least=1)  # of an article a day
SECOND_OPINION_DAILY_TOKENS = env.number("SECOND_OPINION_DAILY_TOKENS", 2_000_000)
SECOND_OPINION_PRICE_IN = env.amount("SECOND_OPINION_PRICE_IN", "0")  # for a million tokens
SECOND_OPINION_PRICE_OUT = env.amount("SECOND_OPINION_PRICE_OUT", "0")
SECOND_OPINION_ARTICLE_LIMIT = env.amount("SECOND_OPINION_ARTICLE_LIMIT")  # money; empty: no limit
SECOND_OPINION_DAILY_LIMIT = env.amount("SECOND_OPINION_DAILY_LIMIT", "1")
checks.second_opinion(SECOND_OPINION_URL, SECOND_OPINION_MODEL, SECOND_OPINION_KEY)

# --- Mail -------------------------------------------------------------------------------------------
globals().update(env.mail(env.text("EMAIL_URL"), str(DATA_DIR / "mail")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "Second Source <second-source@localhost>")
EMAIL_TIMEOUT = 10
SITE_URL = (env.text("SITE_URL") or f"http://localhost:{env.number('PORT', 8000)}").rstrip("/")  # in messages

# --- Logging ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"claims": {"level": env.text("LOG_LEVEL", "INFO")}, "axes": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
