"""What came to the event loop, in the words of WSGI."""

from typing import Any

from buttobi.running.environ import Environ, environ_of


def environ(*headers: tuple[bytes, bytes], **scope: Any) -> Environ:
    asked = {
        "method": "GET",
        "raw_path": b"/",
        "query_string": b"",
        "http_version": "1.1",
        "server": ("127.0.0.1", "8000"),
        "client": ("192.0.2.7", "1234"),
        "scheme": "http",
        "headers": headers,
    }
    return environ_of(asked | scope)


def test_the_path_is_its_bytes_without_escapes():
    assert environ(raw_path=b"/%E3%81%82/a%2Fb/%8a/%")["PATH_INFO"] == "/ã\x81\x82/a/b/\x8a/%"


def test_the_query_is_the_bytes_that_came():
    assert environ(query_string=b"q=%8a+\xe3\x81")["QUERY_STRING"] == "q=%8a+ã\x81"


def test_http_1_0_has_its_whole_name():
    assert environ(http_version="1")["SERVER_PROTOCOL"] == "HTTP/1.0"
    assert environ(http_version="1.1")["SERVER_PROTOCOL"] == "HTTP/1.1"


def test_it_says_who_asks_and_whom():
    asked = environ(scheme="https")
    assert (asked["REMOTE_ADDR"], asked["SERVER_NAME"], asked["SERVER_PORT"]) == ("192.0.2.7", "127.0.0.1", "8000")
    assert asked["wsgi.url_scheme"] == "https"


def test_nobody_asks_from_a_socket_without_addresses():
    asked = environ(client=None, server=None)
    assert (asked["REMOTE_ADDR"], asked["SERVER_NAME"], asked["SERVER_PORT"]) == ("", "localhost", "80")


def test_a_header_that_came_twice_is_joined_in_its_order():
    asked = environ((b"x-forwarded-for", b"192.0.2.1"), (b"host", b"a"), (b"x-forwarded-for", b"192.0.2.2"))
    assert asked["HTTP_X_FORWARDED_FOR"] == "192.0.2.1,192.0.2.2"
    assert asked["HTTP_HOST"] == "a"


def test_cookies_that_came_apart_are_read_together():
    assert environ((b"cookie", b"a=1"), (b"cookie", b"b=2"))["HTTP_COOKIE"] == "a=1; b=2"


def test_of_two_content_types_the_first_counts():
    asked = environ((b"content-type", b"text/xml"), (b"content-type", b"text/html"), (b"content-length", b"3"))
    assert (asked["CONTENT_TYPE"], asked["CONTENT_LENGTH"]) == ("text/xml", "3")


def test_a_header_with_underscores_does_not_pass_for_another():
    asked = environ((b"x_forwarded_for", b"192.0.2.1"), (b"content_length", b"5"), (b"x-forwarded-for", b"192.0.2.2"))
    assert asked["HTTP_X_FORWARDED_FOR"] == "192.0.2.2"
    assert "CONTENT_LENGTH" not in asked


def test_bytes_beyond_ascii_are_kept_as_latin_1():
    assert environ((b"x-name", b"\xe9\xff"))["HTTP_X_NAME"] == "éÿ"
