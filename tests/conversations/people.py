"""People who work at the desks of real services over plain HTTP, and what they wait for."""

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

from tests.living import Living

PASSWORD = "correct horse battery staple"
Start = Callable[..., Living]


class Desk:
    """Somebody signed in on one service, with a browser that has no scripts."""

    def __init__(self, service: Living, name: str) -> None:
        self.service = service
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)
        self.send("/-/account/login/", login=name, password=PASSWORD)

    def read(self, path: str) -> str:
        with self.browser.open(f"http://{self.service.host}{path}", timeout=30) as page:
            return str(page.read().decode())

    def send(self, path: str, *, seen_on: str = "", **fields: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.read(seen_on or path))
        assert token, f"no form on {seen_on or path}"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        with self.browser.open(f"http://{self.service.host}{path}", body, timeout=30) as page:
            return str(page.read().decode())


def publish(service: Living, blog: str, title: str, *trackbacks: str, body: str = "Words.") -> tuple[str, str]:
    """Publishes by the command line; the entry's address and its Trackback URL."""
    urls = [word for url in trackbacks for word in ("--trackback", url)]
    printed = service.command("publish", blog, "--title", title, *urls, stdin=body).stdout
    lines = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
    return lines["entry"], lines["trackback"]


def wait_for(look: Callable[[], bool], what: str, *, seconds: float = 45) -> None:
    """Looks again and again until it is so."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.3)
