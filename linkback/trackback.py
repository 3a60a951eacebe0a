"""TrackBack 1.2: the ping and its reply, read and written, and the block that tells where pings go.

It talks to nobody: what a ping is worth, and whether its page exists, is for others to find out.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus
from xml.sax.saxutils import escape

from linkback import addresses, charset, forms, text
from linkback.errors import LocalProtocolError, RemoteProtocolError
from linkback.messages import Message as Message
from linkback.messages import Reply as Reply
from linkback.messages import Verdict as Verdict

# tDiary sends the whole entry as its excerpt, and one escaped kanji takes nine bytes (IO-8).
MAX_BODY: Final = 65536
CONTENT_TYPE: Final = "application/x-www-form-urlencoded; charset=utf-8"

_TEXTS: Final = ("title", "excerpt", "blog_name")
_FIELDS: Final = ("url", *_TEXTS, "charset", "_charset_")
_DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>'
_XML_CALL: Final = re.compile(rb"\s*(?:<\?xml\b|<methodCall\b)")
_ERROR: Final = re.compile(r"<error>\s*(-?\d{1,20})\s*</error>", re.IGNORECASE)
_ALREADY: Final = re.compile(
    r"already (?:a ping|have|known|exists|(?:been )?(?:received|pinged|registered|recorded|sent))"
    r"|duplicate|(?:既に|すでに|もう)(?!.{0,20}(?:終了|締))|重複|登録済|受信済|送信済|déjà|bereits|이미|중복",
    re.IGNORECASE,
)
_LONGEST_REPLY: Final = 65536
_LONGEST_MESSAGE: Final = 500
_PING_URL: Final = re.compile(
    r"/(?:tb|trackback|t/trackback)/|/trackback(?:\.php|\.cgi)?/?(?:[?#]|$)|/trackback\.(?:php|cgi)[/?]"
    r"|/(?:mt-)?tb\.(?:cgi|php|rb|pl)[/?]|/wp-trackback\.php|/tbinterface(?:\.php)?(?:[/?]|$)"
    r"|[?&]tb_id=|[?&]type=trackback|/htsrv/trackback\.php",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """One weblog telling another: I wrote about your entry, and here is where.

    Texts are plain, on one line, in NFC; `charset` is the encoding that they came in.
    """

    url: str
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""
    charset: str = "utf-8"


def parse_ping(body: bytes, *, content_type: str = "", query: bytes = b"") -> Ping:
    """The ping in the body of a POST; a field that the body lacks is taken from the query string (IO-5).

    Raises RemoteProtocolError when it is too large, no form, or does not say which page it comes from (TB-5).
    """
    if len(body) > MAX_BODY or len(query) > MAX_BODY:
        raise RemoteProtocolError("the ping is too large")
    if _XML_CALL.match(body):
        raise RemoteProtocolError("this address takes TrackBack pings, not XML-RPC calls")
    sent = forms.read_fields(query, known=_FIELDS)
    sent |= {
        name: value
        for name, value in forms.read_fields(body, content_type=content_type, known=_FIELDS).items()
        if value.strip()
    }
    declared = (_label(sent.pop("charset", b"")), _label(sent.pop("_charset_", b"")), charset.label_in(content_type))
    # The address is ASCII in almost every ping and says nothing about the encoding of the texts.
    address = sent.pop("url", b"")
    read = charset.decode_fields(sent, declared)
    url = addresses.repair(charset.decode(address, *declared).text)
    longest = max(sent, key=lambda name: len(sent[name]), default="")
    return _complete(url, {name: field.text for name, field in read.items()}, read[longest].charset if longest else "")


def _label(value: bytes) -> str:
    return value.strip().decode("latin-1")


def _complete(url: str, texts: dict[str, str], encoding: str) -> Ping:
    """A ping with every field filled from what it has (IO-13)."""
    whole = text.plain(texts.get("excerpt", ""))
    title = text.plain(texts.get("title", "")) or text.first_words(whole) or url
    return Ping(
        url=url,
        title=text.cut(title, text.TITLE_LENGTH),
        excerpt=text.excerpt(whole),
        blog_name=text.cut(text.plain(texts.get("blog_name", "")) or addresses.host(url), text.TITLE_LENGTH),
        charset=encoding or "utf-8",
    )


def build_ping(ping: Ping) -> Message:
    """The form to POST to a ping URL: all four fields, none empty, in UTF-8, which is said twice (IO-39, IO-40).

    Raises LocalProtocolError when the ping has no usable url.
    """
    try:
        url = addresses.repair(ping.url)
    except RemoteProtocolError as problem:
        raise LocalProtocolError(f"a ping must carry the address of its entry: {problem}") from problem
    excerpt = text.tidy(ping.excerpt)
    title = text.tidy(ping.title) or text.first_words(excerpt) or url
    fields = {
        "title": text.cut(title, text.TITLE_LENGTH),
        "url": url,
        "excerpt": text.cut(excerpt, text.EXCERPT_LENGTH) or text.cut(title, text.EXCERPT_LENGTH),
        "blog_name": text.cut(text.tidy(ping.blog_name) or addresses.host(url), text.TITLE_LENGTH),
        "charset": "utf-8",
    }
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())
    return Message(body=body.encode("ascii"), content_type=CONTENT_TYPE)


def build_reply(error: bool, message: str = "", *, comment: str = "") -> bytes:
    """The answer to a ping, exactly as TB-10 and TB-11 have it, and a comment behind it.

    The message belongs to a refusal alone; it goes out in ASCII and without markup, because receivers of 2004
    unescape entities before they parse (IO-27).
    """
    said = ""
    if error:
        said = f"<message>{_harmless(message) or 'the ping could not be accepted'}</message>"
    remark = f"\n<!-- {_without_double_hyphens(comment)} -->" if comment else ""
    return f"{_DECLARATION}<response><error>{int(error)}</error>{said}</response>{remark}".encode()


def _harmless(message: str) -> str:
    words = re.sub("[<>&]", " ", text.tidy(message)).encode("ascii", "replace").decode("ascii")
    return " ".join(words.split())


def _without_double_hyphens(comment: str) -> str:
    """A comment ends at `--`; in an address, which is what we put there, `%2D` means the same as a hyphen."""
    words = re.sub("-(?=-)", "%2D", text.tidy(comment))
    return f"{words[:-1]}%2D" if words.endswith("-") else words


def parse_reply(body: bytes, *, content_type: str = "") -> Reply:
    """What the answer to our ping means, whatever stands around it (IO-42).

    Without an error number it is unclear: neither sent nor refused (IO-43).
    """
    words = charset.decode(body[:_LONGEST_REPLY], charset.label_in(content_type)).text
    number = _ERROR.search(words)
    message = _message(words)
    if number is None:
        return Reply(verdict=Verdict.UNCLEAR, message=message)
    if not number[1].strip("-0"):
        return Reply(verdict=Verdict.ACCEPTED, message=message)
    return Reply(verdict=Verdict.ALREADY if _ALREADY.search(message) else Verdict.REFUSED, message=message)


def _message(words: str) -> str:
    lowered = words.lower()
    start = lowered.find("<message>")
    end = lowered.find("</message>", start)
    if start < 0 or end < 0 or len(lowered) != len(words):
        return ""
    inside = words[start + len("<message>") : end].strip()
    if inside.startswith("<![CDATA["):
        inside = inside.removeprefix("<![CDATA[").removesuffix("]]>")
    return text.cut(text.plain(inside), _LONGEST_MESSAGE)


def rdf_block(url: str, title: str, ping_url: str) -> str:
    """The block by which a page says where its pings go (TB-13), to be printed between `<!--` and `-->`.

    One attribute a line in the order that regular expressions expect (IO-29). Nothing in it ends a comment.
    """
    about = _attribute(url)
    shown = escape(text.tidy(title), {'"': "&quot;", "'": "&#39;"}).replace("--", "&#45;&#45;")
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:trackback="http://madskills.com/public/xml/rss/module/trackback/">
<rdf:Description
    rdf:about="{about}"
    dc:identifier="{about}"
    dc:title="{shown}"
    trackback:ping="{_attribute(ping_url)}" />
</rdf:RDF>"""


def _attribute(url: str) -> str:
    """An address that ends neither its attribute nor the comment around it; its hyphens stay, for exact comparison."""
    try:
        return escape(addresses.absolute(url))
    except RemoteProtocolError as problem:
        raise LocalProtocolError(f"a block must carry addresses of pages: {problem}") from problem


def looks_like_ping_url(url: str) -> bool:
    """Whether an address has the shape of a ping URL of a program that we know (IO-33)."""
    return bool(_PING_URL.search(addresses.without_fragment(url)))
