"""What came to the event loop, in the words of WSGI.

Not asgiref's translation: that one takes the path as decoded text, refuses bytes beyond ASCII in a query and believes
a header that spells itself with underscores.
"""

import sys
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = Mapping[str, Any]
Environ = dict[str, Any]

# Not HTTP_… in WSGI; and one of each, whatever was sent: two joined by a comma would be neither.
_SINGLE = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


def environ_of(scope: Scope) -> Environ:
    """The environ of a request, all but its body; bytes stand in text as latin-1, as WSGI has them."""
    name, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": _protocol(scope["http_version"]),
        "SERVER_NAME": name,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    return environ


def _protocol(version: str) -> str:
    """HTTP/1.0 comes as `1`."""
    return f"HTTP/{version if '.' in version else f'{version}.0'}"


def _add_headers(environ: Environ, headers: Iterable[tuple[bytes, bytes]]) -> None:
    for raw_name, raw_value in headers:
        # `X_Forwarded_For` would pass for the X-Forwarded-For that a proxy has written.
        if b"_" in raw_name:
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if name not in _SINGLE:
            name = f"HTTP_{name}"
        if name not in environ:
            environ[name] = value
        elif name not in _SINGLE:
            environ[name] += f"{'; ' if name == 'HTTP_COOKIE' else ','}{value}"
