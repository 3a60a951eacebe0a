"""Every setting of the service, typed, read once from the environment.

What each one means to the person who runs Buttobi stands in docs/running/settings.md; a test holds that page complete.
"""

import sys
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

# Python 3.11's own SQLite has the WAL-reset race; pysqlite3 carries a repaired one, in place before Django loads.
try:
    import pysqlite3
except ImportError:  # not Linux: the standard library's SQLite serves, and `buttobi doctor` says so
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from buttobi.outbound.guard import parse_allow
from buttobi.outbound.rates import Rate, parse_rates

env = environ.Env()
ROOT = Path(__file__).resolve().parent


def _one_of(name: str, *allowed: str) -> str:
    value: str = env.str(name, default=allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}; it is {value!r}.")
    return value


def _number(name: str, default: int) -> int:
    value: str = env.str(name, default=str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a number; it is {value!r}.")
    return int(value)


def _zone(name: str, default: str) -> str:
    value: str = env.str(name, default=default)
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} must be the name of a time zone, such as {default}; it is {value!r}.")
    return value


def _rates(name: str, default: str) -> tuple[Rate, ...]:
    try:
        return parse_rates(env.str(name, default=default))
    except ValueError as wrong:
        raise ImproperlyConfigured(str(wrong)) from None


# --- Where things are -------------------------------------------------------------------------------------------------
DATA = Path(env.str("BUTTOBI_DATA", default="data")).resolve()
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY and (DATA / "secret-key").is_file():
    SECRET_KEY = (DATA / "secret-key").read_text().strip()
if not SECRET_KEY:
    # Nothing is signed with it: commands that need no data folder (help, check) run before `serve` has made one.
    SECRET_KEY = "not-yet-made"  # noqa: S105
DEBUG = False

# --- The addresses of the service -------------------------------------------------------------------------------------
PUBLIC_SCHEME = _one_of("PUBLIC_SCHEME", "http", "https")
GENERAL_HOST = env.str("GENERAL_HOST", default="localhost:8000").lower()
ADULT_HOST = env.str("ADULT_HOST", default=f"adult.{GENERAL_HOST}").lower()
DASHBOARD_HOST = env.str("DASHBOARD_HOST", default=GENERAL_HOST).lower()
BLOG_ADDRESS = _one_of("BLOG_ADDRESS", "path", "subdomain")
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
# The sections' middleware answers for hosts, with a page that names the service's addresses.
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC_SCHEME}://{DASHBOARD_HOST}"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC_SCHEME == "https" else None
SIGN_UP = _one_of("SIGN_UP", "open", "invite", "closed")
OUTBOUND_ALLOW = parse_allow(env.str("OUTBOUND_ALLOW", default=""))
# How often one registrable domain is visited, whatever strangers make us do.
HOST_PACE = _rates("HOST_PACE", "10/min,60/h")
HOST_PACE_ALLOWED_TOO = env.bool("HOST_PACE_ALLOWED_TOO", default=False)

# --- Django -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "buttobi.outbound",
    "buttobi.accounts",
    "buttobi.sections",
    "buttobi.blogs",
    "buttobi.media",
    "buttobi.trackbacks",
    "buttobi.entries",
    "buttobi.center",
    "buttobi.ranking",
    "buttobi.conversations",
    "buttobi.clients",
    "buttobi.staff",
    "buttobi.front",
    "buttobi.running",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Above whatever answers by itself, so that no page goes out without its policy.
    "csp.middleware.CSPMiddleware",
    "buttobi.sections.middleware.HostMiddleware",
    "buttobi.sections.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # From here on, only pages under /-/ have a session and a signed-in person.
    "buttobi.sections.desk.DeskMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "buttobi.sections.age.AgeMiddleware",
]
ROOT_URLCONF = "buttobi.urls"
WSGI_APPLICATION = "buttobi.wsgi.application"
APPEND_SLASH = True
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "buttobi.sections.context.addresses",
                "buttobi.trackbacks.context.desk",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

# --- Database, cache, broker ------------------------------------------------------------------------------------------
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "buttobi.sqlite3",
    "OPTIONS": {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864"
        ),
    },
}
DATABASES: dict[str, Any] = {"default": env.db_url("DATABASE_URL") if env.str("DATABASE_URL", default="") else _SQLITE}
# With IMMEDIATE transactions, ATOMIC_REQUESTS would make a writer of every reader.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"]["CONN_MAX_AGE"] = 300
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

_CACHE_URL = env.str("CACHE_URL", default="")
CACHES: dict[str, Any] = {
    "default": env.cache_url("CACHE_URL")
    if _CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Bells that wait: web and worker must see the same, so without a shared cache they are files.
    "bells": env.cache_url("CACHE_URL")
    if _CACHE_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / "bells"},
}
BROKER_URL = env.str("BROKER_URL", default="")

# --- People -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "buttobi.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = PUBLIC_SCHEME
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "buttobi.accounts.forms.AddKeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Buttobi"
# A passkey needs a secure context; browsers count http://localhost as one, the library wants to be told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_SCHEME == "http"

EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
_MAIL = environ.Env.email_url_config(EMAIL_URL)
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST = _MAIL.get("EMAIL_HOST") or "localhost"
EMAIL_PORT = _MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
MAIL_ON_CONSOLE = EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"Buttobi <buttobi@{DASHBOARD_HOST.partition(':')[0]}>")

# --- Cookies and headers ----------------------------------------------------------------------------------------------
_HTTPS = PUBLIC_SCHEME == "https"
# Cookies know no ports: on localhost the port goes into the name, so that two services don't sign each other out.
_NAME, _PORT = DASHBOARD_HOST.partition(":")[::2]
_LOCAL = _NAME == "localhost" or _NAME.endswith(".localhost")
COOKIE_PREFIX = ("__Host-" if _HTTPS else "") + (f"buttobi{_PORT}_" if _LOCAL else "buttobi_")
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
# Without `__Host-`: with one host a blog, the answer holds for the whole Adult host.
AGE_COOKIE_NAME = f"{COOKIE_PREFIX.removeprefix('__Host-')}age"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "buttobi.front.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # Pictures stand on the host of their section, wherever the page is.
        "img-src": [
            SELF,
            "https:",
            "data:",
            *(f"{PUBLIC_SCHEME}://{host}" for host in (GENERAL_HOST, ADULT_HOST)),
        ],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# --- Languages and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
# What we say, then what packages say and we say otherwise.
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "packages"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Tokyo")

# --- Static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.ManifestStaticFilesStorage"},
}

# --- The sections -----------------------------------------------------------------------------------------------------
# Whether there is an Adult section at all, and whether search engines may read it.
ADULT_SECTION = env.bool("ADULT_SECTION", default=True)
ADULT_INDEXING = env.bool("ADULT_INDEXING", default=False)
# Who says that a reader is 18 or over: see docs/running/adult-section.md.
AGE_CHECK = env.str("AGE_CHECK", default="buttobi.sections.age.Courtesy")

# --- The Trackback Center and the Trackback Ranking -------------------------------------------------------------------
# While fewer themes than this are open in a Center, one is taken from its shelf.
OPEN_THEMES = _number("OPEN_THEMES", 6)
RANKING_TIME_ZONE = _zone("RANKING_TIME_ZONE", "Asia/Tokyo")
# So many trackbacks count for one blog and day from one other blog, and service-wide from one unknown host elsewhere.
RANKING_MAX_PER_SOURCE_BLOG = _number("RANKING_MAX_PER_SOURCE_BLOG", 10)
RANKING_MAX_PER_SOURCE_HOST = _number("RANKING_MAX_PER_SOURCE_HOST", 10)
# Entries of members count only when they link, too.
RANKING_REQUIRE_LINK = env.bool("RANKING_REQUIRE_LINK", default=False)
# Pages elsewhere count only when they name their blog or a feed.
RANKING_REQUIRE_BLOG = env.bool("RANKING_REQUIRE_BLOG", default=True)
# Blogs here count as sources from this age on, when another entry of theirs is public; 0 asks for neither.
RANKING_MIN_SOURCE_HOURS = _number("RANKING_MIN_SOURCE_HOURS", 0)
# Hosts elsewhere on which each first path segment is a blog of its own; after `*.`, below which each name is one.
RANKING_MANY_BLOG_HOSTS = env.list(
    "RANKING_MANY_BLOG_HOSTS",
    default=[
        "ameblo.jp",
        "blog.goo.ne.jp",
        "blog.livedoor.jp",
        "medium.com",
        "note.com",
        "plaza.rakuten.co.jp",
        "qiita.com",
        "zenn.dev",
        "*.blog.jp",
        "*.cocolog-nifty.com",
        "*.exblog.jp",
        "*.fc2.com",
        "*.jugem.jp",
        "*.livedoor.blog",
        "*.livejournal.com",
        "*.muragon.com",
        "*.seesaa.net",
        "*.substack.com",
        "*.tumblr.com",
        "*.wordpress.com",
    ],
)

# --- Limits -----------------------------------------------------------------------------------------------------------
# How many trackback URLs one entry may carry under Other Settings.
TRACKBACK_URLS_GENERAL = _number("TRACKBACK_URLS_GENERAL", 5)
TRACKBACK_URLS_ADULT = _number("TRACKBACK_URLS_ADULT", 3)

# --- Logs -------------------------------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "buttobi.running.log_lines.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "buttobi": {"level": _one_of("LOG_LEVEL", "INFO", "DEBUG", "WARNING", "ERROR")},
        "django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
    },
}
