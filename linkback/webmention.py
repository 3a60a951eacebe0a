"""Webmention: source and target, read and written, and the receiver's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus
from xml.sax.saxutils import escape

from linkback import addresses, charset, forms, text
from linkback.documents import read_html
from linkback.errors import LocalProtocolError, RemoteProtocolError
from linkback.messages import Message, Reply, Verdict

# Bytes; two addresses and their names (IO-8).
MAX_BODY: Final = 16_384
CONTENT_TYPE: Final = "application/x-www-form-urlencoded"
_LONGEST_MESSAGE: Final = 500
_LONGEST_REPLY: Final = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One page telling another that it mentions it, has changed what it says, or is gone."""

    source: str
    target: str


def parse_mention(body: bytes, *, content_type: str = "") -> Mention:
    """Read the form that somebody sent to us (WM-13, WM-14).

    Raises RemoteProtocolError, which belongs into an answer 400, for addresses that are missing, not http or the same.
    """
    if len(body) > MAX_BODY:
        raise RemoteProtocolError("the request is too large")
    fields = forms.read_fields(body, content_type=content_type, known=("source", "target"))
    mention = Mention(source=_address(fields, "source"), target=_address(fields, "target"))
    if addresses.same_page(mention.source, mention.target):
        raise RemoteProtocolError("source and target are the same page")
    return mention


def _address(fields: dict[str, bytes], name: str) -> str:
    if not fields.get(name, b"").strip():
        raise RemoteProtocolError(f"{name} is missing")
    try:
        return addresses.absolute(charset.decode(fields[name], "utf-8").text)
    except RemoteProtocolError as problem:
        raise RemoteProtocolError(f"{name}: {problem}") from problem


def build_mention(*, source: str, target: str) -> Message:
    """The form to POST (WM-6). Raises LocalProtocolError when one of the two is no absolute http address."""
    try:
        values = {"source": addresses.absolute(source), "target": addresses.absolute(target)}
    except RemoteProtocolError as problem:
        raise LocalProtocolError(f"a mention must carry two absolute addresses: {problem}") from problem
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in values.items())
    return Message(body=body.encode("ascii"), content_type=CONTENT_TYPE)


def parse_reply(endpoint: str, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> Reply:
    """What the answer to our mention means: every 2xx is success (WM-7), every 4xx a refusal with its words.

    A 201 names a status page; anything else that is neither, a redirect or a broken receiver, is unclear.
    """
    content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    message = _words(body[:_LONGEST_REPLY], content_type)
    location = next((value for name, value in headers if name.lower() == "location"), "")
    if 200 <= status < 300:
        status_url = addresses.resolve(endpoint, location) if status == 201 and location else None
        return Reply(verdict=Verdict.ACCEPTED, message=message, status_url=status_url or "")
    refused = 400 <= status < 500 and status != 429
    return Reply(verdict=Verdict.REFUSED if refused else Verdict.UNCLEAR, message=message)


def _words(body: bytes, content_type: str) -> str:
    """What a person would read in the answer, whether it is a page or a sentence."""
    words = charset.decode_page(body, content_type).text
    if "html" in content_type.lower() or words.lstrip().startswith("<"):
        words = read_html(words).text
    return text.cut(text.tidy(words), _LONGEST_MESSAGE)


def link_header(endpoint: str) -> str:
    """The value of the Link header by which a page says where its mentions go (IO-31)."""
    return f'<{addresses.absolute(endpoint)}>; rel="webmention"'


def link_element(endpoint: str) -> str:
    """The same as an element of the page."""
    return f'<link rel="webmention" href="{escape(endpoint, {chr(34): "&quot;"})}">'
