"""Which kinds of linkback are tried, and when the next one is."""

import pytest

from buttobi.trackbacks.sending import choose
from linkback.discovery import Endpoints

ALL = Endpoints(webmention="http://a/wm", trackback="http://a/tb", pingback="http://a/pb")


@pytest.mark.parametrize(("linked", "kinds"), [(True, ["webmention", "trackback", "pingback"]), (False, ["trackback"])])
def test_a_page_that_links_goes_by_the_best_kind_and_another_by_trackback_alone(linked, kinds):
    assert [str(way.protocol) for way in choose.ways(ALL, linked=linked)] == kinds


def test_what_is_not_offered_is_no_way():
    assert choose.ways(Endpoints(webmention="http://a/wm"), linked=False) == []


@pytest.mark.parametrize(
    "words",
    [
        "Sorry, trackbacks are closed for this item.",
        "This entry takes no Webmentions.",
        "Pings are disabled",
        "We do not accept trackbacks",
        "トラックバックは受け付けていません",
    ],
)
def test_words_that_say_that_a_kind_is_closed(words):
    assert choose.is_closed(words)


@pytest.mark.parametrize("words", ["", "no link to this entry was found", "言及リンクがありません", "You are blocked"])
def test_words_that_say_something_else(words):
    assert not choose.is_closed(words)


@pytest.mark.parametrize(
    ("links", "spellings", "found"),
    [
        (["http://a/1"], ["http://a/1"], "http://a/1"),
        (["https://A/1/"], ["http://a/1"], "https://A/1/"),
        (["http://a/1#x"], ["http://a/1"], "http://a/1#x"),
        (["http://a/1#x", "http://a/1"], ["http://a/1"], "http://a/1"),
        (["http://a/12"], ["http://a/1"], ""),
        (["http://b/final"], ["http://a/1", "http://b/final"], "http://b/final"),
        (None, ["http://a/1"], ""),
    ],
)
def test_a_link_is_found_as_it_is_written(links, spellings, found):
    assert choose.as_linked(links, spellings) == found
