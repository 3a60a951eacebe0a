"""How a trackback is known, in sign and words."""

from datetime import UTC, datetime

import pytest

from buttobi.trackbacks import how_linked
from buttobi.trackbacks.models import Received

Link = Received.Link


@pytest.mark.parametrize(
    ("link", "sign", "words"),
    [
        (Link.LINKS, "verified", "links to this entry"),
        (Link.NONE, "related", "related (no link)"),
        (Link.GONE, "gone", "link gone since 3 May"),
        (Link.MISSING, "gone", "page not found since 3 May"),
        (Link.UNKNOWN, "related", ""),
    ],
)
def test_each_finding_has_a_sign_and_words(link, sign, words):
    row = Received(link=link, link_since=datetime(2026, 5, 3, tzinfo=UTC))
    assert how_linked.sign(row) == sign
    assert how_linked.words(row, lambda at: f"{at.day} {at:%b}") == words
