"""The entrance that the web server calls, below every middleware."""

import io

import pytest
from django.conf import settings

from buttobi.wsgi import application

UNREADABLE = [
    "a;charset*=bogus''x",
    "a;charset*0@;charset*0*=x;charset*==",
    "text/html; charset=a\x00b",
    ";;;=",
    "\xff",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content_type", UNREADABLE)
def test_a_content_type_that_nobody_can_read_is_none_and_no_fault_of_ours(content_type):
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/tb/1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": settings.GENERAL_HOST,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "3",
        "wsgi.input": io.BytesIO(b"a=b"),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    body = b"".join(application(environ, lambda status, _headers: statuses.append(status)))
    assert statuses == ["200 OK"]
    assert b"<error>1</error>" in body
