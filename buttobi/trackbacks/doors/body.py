"""The raw bytes that a program brings to a door, up to a cap; nothing beyond it is read."""

from django.http import HttpRequest

from linkback.errors import RemoteProtocolError

TOO_LARGE = "The message is too large."
BROKE_OFF = "The message broke off. Send it again."


class TooLarge(RemoteProtocolError):  # noqa: N818 (named by what it tells the sender)
    """More bytes than any honest message has."""


def read(request: HttpRequest, *, at_most: int, too_large: str = TOO_LARGE) -> bytes:
    """The body; raises TooLarge, or RemoteProtocolError when the sender went away in the middle of it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:18]) > at_most:
        raise TooLarge(too_large)
    # A body in chunks has no length, and Django reads none of it.
    in_chunks = not length.strip("0") and request.META.get("HTTP_TRANSFER_ENCODING")
    stream = request.META["wsgi.input"] if in_chunks else request
    try:
        body = bytes(stream.read(at_most + 1))
    except OSError as broke_off:
        raise RemoteProtocolError(BROKE_OFF) from broke_off
    if len(body) > at_most:
        raise TooLarge(too_large)
    return body
