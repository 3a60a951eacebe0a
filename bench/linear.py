"""Shows that time and memory of every parser in linkback grow linearly with what strangers send.

Run it as a script: it prints a table and ends with status 1 when twice the bytes take more than 2.5 times the time or
memory. Both are measured over two doublings, because memory grows in steps. It says nothing about absolute speed.
"""

import contextlib
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from linkback import documents, pingback, text, trackback, webmention, xmlrpc
from linkback.discovery import find_endpoints
from linkback.errors import RemoteProtocolError
from linkback.evidence import find_evidence

LIMIT: Final = 2.5
# Below these, a difference is the clock's or the allocator's, which begins with what the imports left free.
QUIET_SECONDS: Final = 0.002
QUIET_KILOBYTES: Final = 8_000
ROUNDS: Final = 2

URL: Final = "http://there.example/1"
TARGET: Final = "http://here.example/1"
HTML: Final = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One parser and one shape of bytes: a beginning, and what is repeated up to the size."""

    parser: str
    parse: Callable[[bytes], object]
    largest: int
    shape: str
    opening: bytes = b""
    repeated: bytes = b""

    def body(self, size: int) -> bytes:
        if b"%d" in self.repeated:
            each = len(self.repeated) + 4
            return self.opening + b"".join(self.repeated.replace(b"%d", b"%06d" % n) for n in range(size // each))
        return self.opening + self.repeated * ((size - len(self.opening)) // len(self.repeated))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Processor seconds of the best of several rounds, and kilobytes by which the process grew."""

    seconds: float
    kilobytes: int


FORMS: Final = {
    "fields": b"&title=x",
    "semicolons": b";",
    "separators": b"&amp;",
    "unknown fields": b"&a=http://?",
    "escapes": b"%E3%81%82",
    "script escapes": b"%u3042",
    "broken escapes": b"%",
    "EUC-JP": b"\xa4\xa2",
    "Shift_JIS": b"\x82\xa0",
    "ISO-2022-JP": b'\x1b$B$"\x1b(B',
    "Latin letters": b"\xe9 ",
    "tags": b"<b>",
    "open scripts": b"<script",
    "references": b"&#9",
    "accents": "e\u0301".encode(),
}
PAGES: Final = {
    "words": b"words and words. ",
    "Japanese words": "言葉。".encode("euc-jp"),
    "signs": b"<",
    "nested elements": b"<div>",
    "links to us": b"<a href=http://here.example/1>x</a>",
    "silent links to us": b"<a href=http://here.example/1></a>",
    "links elsewhere": b"<a href=http://h%d.example/>x</a>",
    "open links": b"<a rel=webmention href=mailto:x>",
    "attributes": b" a%d=1",
    "unclosed fonts": b"<font a=%d>",
    "styles": b"<p style='opacity:0000000000000000000;left:-99999px'>",
    "comments": b"<!-- x -->",
    "open comments": b"<!-- trackback:ping ",
    "blocks": b"<rdf:Description rdf:about=http://there.example/%d trackback:ping=/tb/1></rdf:Description>",
    "blocks in comments": b"<!-- <rdf:Description rdf:about=/%d trackback:ping=/tb/1 /> -->",
    "half pingback elements": b'<link rel="pingback" href="',
    "metas": b"<meta property=og:title content=x>",
    "entries": b"<div class=h-entry><a class='u-url p-name' href=/1>x</a></div>",
    "references": b"&#x3042;",
    "nul": b"\x00",
    "tables": b"<table><tr><td>",
}


def _evidence(media_type: str, body: bytes) -> object:
    return find_evidence(body, media_type, URL, URL, [TARGET])


def cases() -> Iterator[Case]:
    """Every parser with the shapes that have hurt somebody's parser before."""
    for shape, repeated in FORMS.items():
        yield Case(
            parser="ping", parse=trackback.parse_ping, largest=trackback.MAX_BODY, shape=shape,
            opening=b"url=http://there.example/1&excerpt=", repeated=repeated,
        )  # fmt: skip
        yield Case(
            parser="words", parse=lambda body: text.plain(body.decode("latin-1")), largest=1_000_000, shape=shape,
            repeated=repeated,
        )  # fmt: skip
    yield Case(
        parser="ping", parse=trackback.parse_ping, largest=trackback.MAX_BODY, shape="multipart",
        opening=b"--X\r\nContent-Disposition: form-data; name=url\r\n\r\n", repeated=b"\r\n--X\r\nname=title\r\n\r\nx",
    )  # fmt: skip
    for shape, repeated in {
        "errors": b"<error>",
        "messages": b"<message>",
        "blanks": b"<error> ",
        "words": b"already ",
    }.items():
        yield Case(
            parser="answer to a ping", parse=trackback.parse_reply, largest=65_536, shape=shape,
            opening=b"<error>1</error><message>", repeated=repeated,
        )  # fmt: skip
    yield Case(
        parser="mention", parse=webmention.parse_mention, largest=webmention.MAX_BODY, shape="fields",
        opening=b"source=http://there.example/1&target=http://here.example/1", repeated=b"&source=x",
    )  # fmt: skip
    yield from _pages()
    yield from _xml()


def _pages() -> Iterator[Case]:
    readers: dict[str, Callable[[bytes], object]] = {
        "endpoints": lambda body: find_endpoints(URL, [("Content-Type", HTML)], body),
        "evidence": partial(_evidence, "text/html"),
    }
    opening = f"<html><a href={TARGET}>x</a><a ".encode()
    for parser, parse in readers.items():
        for shape, repeated in PAGES.items():
            start = opening if shape == "attributes" else opening + b">"
            yield Case(parser=parser, parse=parse, largest=1_000_000, shape=shape, opening=start, repeated=repeated)
    yield Case(
        parser="answer to a mention",
        parse=lambda body: webmention.parse_reply(URL, 200, [("Content-Type", HTML)], body), largest=65_536,
        shape="tables", repeated=PAGES["tables"],
    )  # fmt: skip
    yield Case(
        parser="endpoints", parse=lambda body: find_endpoints(URL, [("Link", body.decode("latin-1"))], b""),
        largest=16_384, shape="Link header", repeated=b'</a>; a="b, c"; rel=x, <;',
    )  # fmt: skip
    for shape, media_type, repeated in (
        ("nested JSON", "application/json", b"["),
        ("JSON values", "application/json", b'"http://here.example/1",'),
        ("addresses", "text/plain", b"http://here.example/1).,"),
        ("one long address", "text/plain", b")"),
        ("feed", "application/atom+xml", b"<link href='http://here.example/1'/>"),
    ):
        yield Case(
            parser="evidence", parse=partial(_evidence, media_type), largest=1_000_000, shape=shape,
            opening=b"<feed>" if shape == "feed" else b"[", repeated=repeated,
        )  # fmt: skip


def _xml() -> Iterator[Case]:
    opening = b"<methodCall><methodName>a</methodName><params>"
    for shape, repeated in {
        "parameters": b"<param><value>x</value></param>",
        "open elements": b"<param><value><array><data>",
        "references": b"&amp;",
        "declarations": b"<?xml ",
        "marked sections": b"<![CDATA[x]]>",
        "comments": b"<!-- x -->",
        "attributes": b" a%d='1'",
    }.items():
        start = opening + (b"<a" if shape == "attributes" else b"")
        yield Case(
            parser="call", parse=xmlrpc.parse_call, largest=999_000, shape=shape, opening=start, repeated=repeated
        )
        yield Case(
            parser="pingback", parse=pingback.parse_ping, largest=pingback.MAX_BODY, shape=shape, opening=start,
            repeated=repeated,
        )  # fmt: skip
    yield Case(
        parser="xml", parse=lambda body: documents.read_xml(body.decode() + "</a>"), largest=390_000, shape="elements",
        opening=b"<a>", repeated=b"<b/>",
    )  # fmt: skip


def measure(case: Case, size: int) -> Measure:
    """One size in a process of its own, so that memory of one case does not hide that of another."""
    body = case.body(size)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = min(_time(case, body) for _ in range(ROUNDS))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        os.write(writer, f"{seconds} {grown}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as result:
        words = result.read().split()
    os.waitpid(child, 0)
    if len(words) != 2:
        raise SystemExit(f"{case.parser}, {case.shape}: the parser ended its process")
    return Measure(seconds=float(words[0]), kilobytes=int(words[1]))


def _time(case: Case, body: bytes) -> float:
    start = time.process_time()
    with contextlib.suppress(RemoteProtocolError):
        case.parse(body)
    return time.process_time() - start


def growth(quarter: Measure, whole: Measure) -> tuple[float, float]:
    """How many times time and memory grew at each of two doublings; the quiet amounts drown what is too small."""
    seconds = (whole.seconds + QUIET_SECONDS) / (quarter.seconds + QUIET_SECONDS)
    kilobytes = (whole.kilobytes + QUIET_KILOBYTES) / (quarter.kilobytes + QUIET_KILOBYTES)
    return math.sqrt(seconds), math.sqrt(kilobytes)


def main() -> int:
    failures = 0
    print(f"{'parser':20}{'shape':24}{'bytes':>10}{'ms':>9}{'kB':>9}{'time':>7}{'memory':>8}")
    for case in cases():
        # Another process may have had the machine for a moment; growth that is real is there again.
        for _ in range(3):
            quarter, whole = measure(case, case.largest // 4), measure(case, case.largest)
            seconds, kilobytes = growth(quarter, whole)
            if max(seconds, kilobytes) <= LIMIT:
                break
        verdict = "" if max(seconds, kilobytes) <= LIMIT else f"  more than {LIMIT} times"
        failures += bool(verdict)
        print(
            f"{case.parser:20}{case.shape:24}{case.largest:>10}{whole.seconds * 1000:>9.1f}{whole.kilobytes:>9}"
            f"{seconds:>7.2f}{kilobytes:>8.2f}{verdict}",
            flush=True,
        )
    print(f"{failures} of them grow faster than their input" if failures else "All of them grow with their input.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
