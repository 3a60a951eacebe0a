"""The settings that every test runs under, in place before Django reads its own.

Loaded with `-p tests.settings_for_tests`. DATABASE_URL is honoured, so the same suite runs on PostgreSQL; no other
setting of the person who runs the tests has a say.
"""

import os
import shutil
import socket
import tempfile
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

NOT_OURS = (
    "SECRET_KEY",
    "PUBLIC_SCHEME",
    "ADULT_HOST",
    "DASHBOARD_HOST",
    "BLOG_ADDRESS",
    "TRUSTED_PROXIES",
    "SIGN_UP",
    "OUTBOUND_ALLOW",
    "HOST_PACE",
    "HOST_PACE_ALLOWED_TOO",
    "CACHE_URL",
    "BROKER_URL",
    "EMAIL_URL",
    "MAIL_FROM",
    "TIME_ZONE",
    "TRACKBACK_URLS_GENERAL",
    "TRACKBACK_URLS_ADULT",
    "ADULT_SECTION",
    "ADULT_INDEXING",
    "AGE_CHECK",
    "OPEN_THEMES",
    "RANKING_TIME_ZONE",
    "RANKING_MAX_PER_SOURCE_BLOG",
    "RANKING_MAX_PER_SOURCE_HOST",
    "RANKING_REQUIRE_LINK",
    "RANKING_REQUIRE_BLOG",
    "RANKING_MIN_SOURCE_HOURS",
    "RANKING_MANY_BLOG_HOSTS",
    "LOG_LEVEL",
)

DATA = Path(tempfile.mkdtemp(prefix="buttobi-test-"))
(DATA / "static").mkdir()
for name in NOT_OURS:
    os.environ.pop(name, None)
# Each worker of xdist loads this file anew, and so has a folder of its own.
os.environ.update(BUTTOBI_DATA=str(DATA), GENERAL_HOST="localhost:8000", SECRET_KEY="for-tests-only")


# Not an OSError: nothing that handles broken networks may hide that a test reached out.
ReachesOut = AssertionError
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0]).partition("%")[0]
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def connect(self: socket.socket, address: Any) -> None:
    if not _is_here(address):
        raise ReachesOut(f"a test may not connect to {address}")
    _connect(self, address)


def connect_ex(self: socket.socket, address: Any) -> int:
    if not _is_here(address):
        raise ReachesOut(f"a test may not connect to {address}")
    return _connect_ex(self, address)


def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    """No name but localhost has an address in a test; what is an address already stays one."""
    name = host.decode() if isinstance(host, bytes) else host
    try:
        known = name in (None, "", "localhost") or bool(ip_address(str(name).partition("%")[0]))
    except ValueError:
        known = False
    if not known:
        raise socket.gaierror(socket.EAI_NONAME, "tests know no names")
    return _getaddrinfo(host, *arguments, **options)


socket.socket.connect = connect  # type: ignore[method-assign,assignment]
socket.socket.connect_ex = connect_ex  # type: ignore[method-assign,assignment]
socket.getaddrinfo = getaddrinfo


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # pytest-django keeps every mail in memory.
    settings.MAIL_ON_CONSOLE = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as in life: threads of a race see one another. It survives no power cut, and need not.
        database.setdefault("TEST", {})["NAME"] = str(DATA / "tests.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
