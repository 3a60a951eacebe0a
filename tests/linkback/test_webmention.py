"""Source and target, and what the receiver answers."""

import pytest

from linkback import webmention
from linkback.errors import LocalProtocolError, RemoteProtocolError
from linkback.messages import Verdict
from linkback.webmention import Mention


def test_a_mention_reads_as_it_was_built():
    message = webmention.build_mention(source="http://there.example/1?a=1&b=2", target="http://here.example/2#c")
    assert webmention.parse_mention(message.body, content_type=message.content_type) == Mention(
        source="http://there.example/1?a=1&b=2", target="http://here.example/2#c"
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "source is missing"),
        (b"source=http://a.example/", "target is missing"),
        (b"source=&target=http://a.example/", "source is missing"),
        (b"source=mailto:a&target=http://a.example/", "source: the url must begin with http or https"),
        (b"source=http://a.example/&target=/1", "target: the url must begin with http or https"),
        (b"source=http://a.example/1%23x&target=https://A.example/1", "source and target are the same page"),
        (b"x" * 16_385, "the request is too large"),
    ],
)
def test_each_mistake_has_its_sentence(body, words):
    with pytest.raises(RemoteProtocolError) as refusal:
        webmention.parse_mention(body)
    assert str(refusal.value) == words


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, Verdict.ACCEPTED), (202, Verdict.ACCEPTED), (299, Verdict.ACCEPTED), (302, Verdict.UNCLEAR),
     (400, Verdict.REFUSED), (404, Verdict.REFUSED), (429, Verdict.UNCLEAR), (500, Verdict.UNCLEAR)],
)  # fmt: skip
def test_the_status_decides(status, verdict):
    assert webmention.parse_reply("http://there.example/wm", status, [], b"").verdict is verdict


def test_the_status_page_of_a_201_is_kept():
    headers = [("location", "/status/1"), ("content-type", "text/html")]
    reply = webmention.parse_reply("http://there.example/wm?x", 201, headers, b"<p>Thank <b>you</b>.<script>x</script>")
    assert (reply.status_url, reply.message) == ("http://there.example/status/1", "Thank you.")
    assert webmention.parse_reply("http://there.example/wm", 202, headers, b"").status_url == ""
    assert webmention.parse_reply("http://there.example/wm", 201, [("Location", "javascript:x")], b"").status_url == ""


def test_half_an_address_is_our_mistake():
    with pytest.raises(LocalProtocolError):
        webmention.build_mention(source="http://here.example/", target="there.example")
    with pytest.raises(RemoteProtocolError):
        webmention.link_header("/wm")
