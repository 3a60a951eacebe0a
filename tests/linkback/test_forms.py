"""Form bodies as they are really sent."""

import pytest

from linkback.forms import read_fields

KNOWN = ("url", "title", "excerpt")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (b"url=a&title=b", {"url": b"a", "title": b"b"}),
        (b"url=a;title=b;c", {"url": b"a", "title": b"b;c"}),
        (b"url=a&amp;title=b", {"url": b"a", "title": b"b"}),
        (b"URL=a&Title=b\r\n", {"url": b"a", "title": b"b"}),
        (b"title=a+b%20c", {"title": b"a b c"}),
        (b"title=100%&excerpt=%zz%e3%81", {"title": b"100%", "excerpt": b"%zz\xe3\x81"}),
        (b"title=\xa4\xa2", {"title": b"\xa4\xa2"}),
        (b"title=Tom & Jerry &amp; co", {"title": b"Tom & Jerry &amp; co"}),
        (b"title=%u65E5%u672C%E9", {"title": "日本é".encode()}),
        (b"title=%uD83D%uDE00%uD83D", {"title": "😀\ufffd".encode()}),
        (b"url=http://a.example/?b=1&c=2&title=d", {"url": b"http://a.example/?b=1&c=2", "title": b"d"}),
        (b"url=http://a.example/%e3+b", {"url": b"http://a.example/%e3+b"}),
        (b"url=http://a.example/%3Fb%3D1", {"url": b"http://a.example/?b=1"}),
        (b"url=http%3A%2F%2Fa.example%2F&c=2", {"url": b"http://a.example/"}),
        (b"title=&title=b&title=c", {"title": b"b"}),
        (b"url=a&&title=b&", {"url": b"a", "title": b"b"}),
        (b"&&=x&unknown=1", {}),
        (b"", {}),
    ],
)
def test_fields_are_split_as_their_senders_meant_them(body, fields):
    assert read_fields(body, known=KNOWN) == fields


MULTIPART = (
    b'--XX\r\nContent-Disposition: form-data; name="url"\r\n\r\nhttp://a.example/?b=1&c=2\r\n'
    b"--XX\r\nContent-Disposition: form-data; name=title\r\nContent-Type: text/plain\r\n\r\n100% + \xa4\xa2\r\n"
    b"--XX--\r\n"
)


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=XX", 'Multipart/Form-Data; boundary="XX"', ""])
def test_a_multipart_form_is_read_too(content_type):
    assert read_fields(MULTIPART, content_type=content_type, known=KNOWN) == {
        "url": b"http://a.example/?b=1&c=2",
        "title": b"100% + \xa4\xa2",
    }


def test_a_form_that_claims_to_be_multipart_and_is_not_is_empty():
    assert read_fields(b"url=a", content_type="multipart/form-data; boundary=XX", known=KNOWN) == {}
