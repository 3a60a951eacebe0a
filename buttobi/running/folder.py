"""The data folder: made, locked by one service, holding its secret key and the addresses it was last started with.

Knows nothing of Django, whose settings need what stands here.
"""

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from buttobi.running.errors import Unable

# What `serve` was started with and every other command must use too, over what its own environment says …
ADDRESSES = ("PUBLIC_SCHEME", "GENERAL_HOST", "ADULT_HOST", "DASHBOARD_HOST", "BLOG_ADDRESS")
# … and what it uses unless its own environment says otherwise.
LIMITS = ("OUTBOUND_ALLOW", "TRACKBACK_URLS_GENERAL", "TRACKBACK_URLS_ADULT", "ADULT_SECTION", "RANKING_TIME_ZONE")


def make(data: Path) -> None:
    """The folder and what must be in it before Django's settings are read. The rest of the machine may not look in."""
    # The folder may have been there, open to others; what is written into it from here on is not.
    os.umask(0o077)
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "broker").mkdir(mode=0o700, exist_ok=True)
        _make_secret_key(data / "secret-key")
        _close_to_others(data)
        if not os.access(data, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as problem:
        raise Unable(f"The data folder {data} cannot be written to ({_reason(problem)}).") from problem


def _close_to_others(data: Path) -> None:
    for file in data.glob("buttobi.sqlite3*"):
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)


def _reason(problem: OSError) -> str:
    return problem.strerror or "permission denied"


def _make_secret_key(file: Path) -> None:
    if file.exists() and file.stat().st_size:
        return
    # Whole or not at all: a key that a kill cut in half would be a weak key for ever.
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as key:
        key.write(secrets.token_urlsafe(64))
        key.flush()
        os.fsync(key.fileno())
    unfinished.replace(file)


# --- One service to a folder ------------------------------------------------------------------------------------------
@contextlib.contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the folder for this process until the block ends, or the process does, however it does."""
    try:
        lock = (data / "serve.lock").open("a+")
    except OSError as problem:
        raise Unable(f"The data folder {data} cannot be written to ({_reason(problem)}).") from problem
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise _in_use(data) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def refuse_if_held(data: Path) -> None:
    """Raise Unable when a service runs on the folder; changes nothing."""
    try:
        lock = (data / "serve.lock").open()
    except OSError:
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            raise _in_use(data) from None


def _in_use(data: Path) -> Unable:
    with contextlib.suppress(OSError):
        if process := (data / "serve.lock").read_text().strip():
            return Unable(f"Buttobi is already running on {data} (process {process}); stop it first.")
    return Unable(f"Buttobi is already running on {data}; stop it first.")


# --- The addresses of the last start ----------------------------------------------------------------------------------
def keep_addresses(data: Path, addresses: Mapping[str, str]) -> None:
    """Write down what the service was started with."""
    file = data / "addresses.json"
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps(dict(addresses), indent=1) + "\n")
    unfinished.replace(file)


def recall_addresses(data: Path) -> None:
    """Put the addresses of the last start into this process's environment; nothing where none was."""
    try:
        kept = json.loads((data / "addresses.json").read_text())
    except (OSError, ValueError):
        return
    if not isinstance(kept, dict):
        return
    os.environ.update({name: str(kept[name]) for name in ADDRESSES if name in kept})
    for name in LIMITS:
        if name in kept:
            os.environ.setdefault(name, str(kept[name]))
