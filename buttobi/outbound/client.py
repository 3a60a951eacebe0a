"""Asks one thing of one server that a stranger named: checked, in time, within a budget, and alone.

Nothing is shared between two fetches: no connection, no cookie, no cache of names, nothing from the environment.
"""

import asyncio
import functools
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Self

import aiohttp
from aiohttp.http_exceptions import LineTooLong
from yarl import URL

from buttobi.outbound import errors, guard
from buttobi.outbound.answer import Answer, is_readable, is_same_but_secure, read_header, unpack
from buttobi.outbound.errors import OtherPeoplesProblem
from buttobi.outbound.resolver import Resolver, SystemResolver, is_this_machine
from buttobi.outbound.wire import Dial, Settled, Wire

REDIRECTS = 10
ADDRESSES = 2
LONGEST_HEADER = 16 * 1024
PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None

    def to(self, url: str) -> "_Request":
        return _Request(method=self.method, url=url, headers=self.headers, body=self.body)


@functools.lru_cache(maxsize=1)
def _verified() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


class Client:
    """A guarded visitor of other people's servers. Seconds for times, bytes for the budget over all hops.

    `contact` is the address of the page that says who we are; `ours` are the host names of this service, which are
    never visited over the network, and `is_ours` tells whether an address, however it is spelled, leads to it: none is
    read, neither as it is asked for nor by way of a redirect. `tls` replaces the authorities of this machine.
    """

    def __init__(
        self,
        *,
        allow: Collection[guard.Network] = (),
        ours: Collection[str] = (),
        is_ours: Callable[[str], bool] = lambda _url: False,
        resolver: Resolver | None = None,
        deadline: float = 10.0,
        connect: float = 3.0,
        budget: int = 1_000_000,
        contact: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allow = tuple(allow)
        self._ours = frozenset(ours)
        self._is_ours = is_ours
        self._resolver = resolver or SystemResolver()
        self._deadline = deadline
        self._connect = connect
        self._budget = budget
        self._agent = f"Buttobi/{version('buttobi')}" + (f" (+{contact})" if contact else "")
        self._tls = tls
        self._open = False

    @property
    def budget(self) -> int:
        """The bytes that one fetch may bring, over all its hops."""
        return self._budget

    async def __aenter__(self) -> Self:
        # Reading the authorities takes tens of milliseconds, which are not to count as somebody's slowness.
        self._tls = self._tls or _verified()
        self._open = True
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        # A connection that was closed gives its socket back in the next turns of the loop, TLS in the one after.
        for _turn in range(3):
            await asyncio.sleep(0)

    async def get(
        self,
        url: str,
        *,
        accept: str = PAGES,
        wire: Wire | None = None,
        before_redirect: Callable[[str], Awaitable[None]] | None = None,
    ) -> Answer:
        """The page at `url`, up to ten redirects on, each judged like the first. Raises OtherPeoplesProblem.

        Every status is an answer. A body of another media type than text is left unread. A `wire` brings a budget of
        its own; `before_redirect` is told where a redirect leads before it is followed, and may raise.
        """
        self._refuse_ours(url)
        request = _Request(method="GET", url=url, headers={**self._headers(), "Accept": accept})
        async with self._in_time(request, wire) as wire:
            for _ in range(REDIRECTS + 1):
                answer = await self._exchange(wire, request)
                onward = answer.location
                if onward is None:
                    return answer
                self._refuse_ours(onward)
                if before_redirect is not None:
                    await before_redirect(onward)
                request = request.to(onward)
            raise errors.BadRedirect(errors.TOO_MANY_REDIRECTS)

    async def post(self, url: str, *, body: bytes, content_type: str, wire: Wire | None = None) -> Answer:
        """The answer to a POST. Raises OtherPeoplesProblem, `ambiguous` once the body may have arrived.

        A redirect is an answer too and is not followed, but for one: the same host and path over https.
        """
        headers = {**self._headers(), "Accept": "*/*", "Content-Type": content_type}
        request = _Request(method="POST", url=url, headers=headers, body=body)
        async with self._in_time(request, wire) as wire:
            answer = await self._exchange(wire, request)
            secure = self._same_but_secure(answer)
            return answer if secure is None else await self._exchange(wire, request.to(secure))

    def _refuse_ours(self, url: str) -> None:
        if self._is_ours(url):
            raise errors.LeadsHere(errors.LEADS_TO_US)

    def _headers(self) -> dict[str, str]:
        return {"User-Agent": self._agent, "Accept-Encoding": "identity"}

    @asynccontextmanager
    async def _in_time(self, request: _Request, wire: Wire | None) -> AsyncIterator[Wire]:
        if not self._open:
            raise RuntimeError("a Client is used inside `async with`")
        wire = wire or Wire(left=self._budget)
        try:
            async with asyncio.timeout(self._deadline):
                yield wire
        except TimeoutError:
            ambiguous = wire.opened and request.body is not None
            raise errors.TooSlow(errors.NO_ANSWER_IN_TIME, ambiguous=ambiguous) from None
        finally:
            wire.hang_up()

    def _same_but_secure(self, answer: Answer) -> str | None:
        try:
            onward = answer.location
            if onward is None:
                return None
            before, after = (guard.at_dial(url, self._allow, self._ours) for url in (answer.url, onward))
        except (errors.BadRedirect, errors.Forbidden):
            return None
        return onward if is_same_but_secure(before, after) else None

    async def _exchange(self, wire: Wire, request: _Request) -> Answer:
        """One hop: judged, looked up once, and asked at the first of two addresses that takes the connection."""
        wire.opened = False
        place = guard.at_dial(request.url, self._allow, self._ours)
        unreached: OtherPeoplesProblem = errors.NameNotFound(errors.DOES_NOT_EXIST)
        for address in (await self._addresses(place))[:ADDRESSES]:
            try:
                return await self._ask(wire, request, place, address)
            except (errors.RefusedConnection, errors.TooSlow) as problem:
                if wire.opened:
                    raise
                unreached = problem
        raise unreached

    async def _addresses(self, place: guard.Place) -> list[guard.Address]:
        if place.literal is not None:
            found: list[guard.Address] = [place.literal]
        else:
            try:
                found = [ipaddress.ip_address(text) for text in await self._resolver.addresses(place.host)]
            except ValueError:
                raise errors.NameNotFound(errors.LOOK_UP_FAILED) from None
        guard.check_answers(place, found, self._allow, self._ours)
        if any(is_this_machine(address) for address in found if not guard.is_inside(address, self._allow)):
            raise errors.Forbidden(guard.PRIVATE)
        return found

    async def _ask(self, wire: Wire, request: _Request, place: guard.Place, address: guard.Address) -> Answer:
        async def translate(asked: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
            # Here, below the library's own habit of sending a GET once more after a failure.
            try:
                return await send(asked)
            except (aiohttp.ClientError, OSError, ValueError) as problem:
                raise _problem(problem, wire, posted=request.body is not None) from problem

        watch = aiohttp.TraceConfig()
        watch.on_connection_create_end.append(wire.mark_opened)
        connector = aiohttp.TCPConnector(
            resolver=Settled(address),
            socket_factory=Dial(address=address, allow=self._allow, wire=wire),
            ssl=self._tls or _verified(),
            use_dns_cache=False,
            force_close=True,
            happy_eyeballs_delay=None,
        )
        async with (
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._connect),
                max_line_size=LONGEST_HEADER,
                max_field_size=LONGEST_HEADER,
                middlewares=(translate,),
                trace_configs=[watch],
            ) as session,
            session.request(
                request.method,
                URL(place.url, encoded=True),
                headers=request.headers,
                data=request.body,
                allow_redirects=False,
            ) as response,
        ):
            return await self._read(wire, request, response)

    async def _read(self, wire: Wire, request: _Request, response: aiohttp.ClientResponse) -> Answer:
        headers = tuple((read_header(name), read_header(value)) for name, value in response.raw_headers)
        head = Answer(url=request.url, status=response.status, headers=headers, body=b"", truncated=True)
        wanted = request.body is not None or (head.location is None and is_readable(head.header("content-type")))
        if not wanted:
            response.close()
            return head
        raw, cut = await _body(response)
        body, missing = unpack(raw, ", ".join(v for k, v in headers if k.lower() == "content-encoding"), self._budget)
        return Answer(
            url=request.url,
            status=response.status,
            headers=headers,
            body=body,
            truncated=cut or missing or wire.left <= 0,
        )


async def _body(response: aiohttp.ClientResponse) -> tuple[bytes, bool]:
    """What came of the body, and whether it broke off: half a page may already hold the link."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
    except (aiohttp.ClientError, OSError):
        return bytes(body), True
    return bytes(body), False


def _problem(cause: Exception, wire: Wire, *, posted: bool) -> OtherPeoplesProblem:
    """The library's many failures as our few."""
    ambiguous = wire.opened and posted
    if isinstance(cause, aiohttp.ClientSSLError | ssl.SSLError):
        return errors.BadCertificate(errors.NOT_SECURE, ambiguous=ambiguous)
    if isinstance(cause, TimeoutError):
        return errors.TooSlow(errors.NO_ANSWER_IN_TIME, ambiguous=ambiguous)
    if not wire.opened:
        return errors.RefusedConnection(errors.NOBODY_ANSWERS)
    if wire.left <= 0 or _is_overlong(cause):
        return errors.TooLarge(errors.HEAD_TOO_LARGE, ambiguous=ambiguous)
    if isinstance(cause, aiohttp.ClientResponseError | ValueError):
        return errors.BrokenAnswer(errors.NOT_HTTP, ambiguous=ambiguous)
    return errors.BrokenAnswer(errors.BROKE_OFF, ambiguous=ambiguous)


def _is_overlong(cause: BaseException | None) -> bool:
    # The library wraps what its parser says twice.
    while cause is not None and not isinstance(cause, LineTooLong):
        cause = cause.__cause__
    return cause is not None
