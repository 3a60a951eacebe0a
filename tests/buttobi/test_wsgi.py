"""The entrance that the web server calls, below every middleware."""

import io
from typing import Any

import pytest
from django.conf import settings

from buttobi.wsgi import Request, application

UNREADABLE = [
    "a;charset*=bogus''x",
    "a;charset*0@;charset*0*=x;charset*==",
    "text/html; charset=a\x00b",
    ";;;=",
    "\xff",
]
NO_TEXT = ["hex", "rot13", "base64", "idna", "punycode", "undefined", "utf-16", "cp037", "mbcs", "no-such-thing", ""]


def ask(
    path: str, *, content_type: str, method: str = "POST", query: str = "", sent: bytes = b"a=b"
) -> tuple[str, bytes]:
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": settings.GENERAL_HOST,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(sent)),
        "wsgi.input": io.BytesIO(sent),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    start_response: Any = lambda status, _headers: statuses.append(status)  # noqa: E731 - typed, which a def is not
    body = b"".join(application(environ, start_response))
    return statuses[0], body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content_type", UNREADABLE)
def test_a_content_type_that_nobody_can_read_is_none_and_no_fault_of_ours(content_type):
    status, body = ask("/tb/1", content_type=content_type)
    assert status == "200 OK"
    assert b"<error>1</error>" in body


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("charset", NO_TEXT)
@pytest.mark.parametrize("query", ["a=1", "a=\xe3\x81&b=%81", ""])
def test_a_charset_that_is_none_of_text_is_dropped(charset, query):
    for method in ("GET", "POST"):
        status, _ = ask("/", content_type=f"text/plain; charset={charset}", method=method, query=query)
        assert not status.startswith("5")
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        status, _ = ask("/age", content_type=f"{kind}; charset={charset}", query=query)
        assert not status.startswith("5")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("charset", "half"), [("utf-7", b"+2AA-"), ("unicode_escape", b"\\ud800"), ("raw_unicode_escape", b"\\ud800")]
)
def test_no_charset_makes_half_a_character_of_what_was_typed(charset, half):
    form = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n' + half + b"\r\n--x--\r\n"
    content_type = f"multipart/form-data; boundary=x; charset={charset}"
    status, page = ask("/-/account/login/", content_type=content_type, sent=form)
    assert status == "403 Forbidden"
    assert half in page


@pytest.mark.parametrize("charset", [*NO_TEXT, "utf-8", "UTF8", "shift_jis", "euc-jp", "iso-2022-jp", "utf-7"])
def test_an_address_is_read_in_utf_8_whatever_the_body_is_said_to_be_in(charset):
    environ = {"REQUEST_METHOD": "GET", "CONTENT_TYPE": f"text/plain; charset={charset}", "wsgi.input": io.BytesIO()}
    request = Request(environ | {"QUERY_STRING": "a=%E3%81%82&b=%ff&c=\xe2\x80\xae"})
    assert request.GET.urlencode() == "a=%E3%81%82&b=%EF%BF%BD&c=%E2%80%AE"
    assert request.content_params == {"charset": charset}
