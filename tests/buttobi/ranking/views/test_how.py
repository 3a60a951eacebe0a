"""The rules in prose."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_rules_are_told_with_the_numbers_of_the_formula(client, settings):
    settings.RANKING_MAX_PER_SOURCE_BLOG = 7
    settings.RANKING_TIME_ZONE = "Europe/Paris"
    page = client.get("/ranking/how/").content.decode()
    for words in (
        "The 10 blogs with the most trackbacks",
        "From one blog to another, 7 a day at most.",
        "A page on another site counts once for one entry, on whichever day and by whichever of its addresses.",
        "in the time zone Europe/Paris",
        "within 7 days",
        "At 00:30 the day before is shown provisionally.",
        "At 06:00 it is final",
        "1, 2, 2, 4",
        "Formula 1, in force since 22 Nov 2026.",
        "/ranking.json",
        "/ranking.atom",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RANKING_REQUIRE_LINK", True, "From a blog here, too: only with a link to the entry."),
        ("RANKING_REQUIRE_LINK", False, "From a blog here: with or without a link."),
        ("RANKING_REQUIRE_BLOG", True, "And only when it names its blog or a feed."),
        ("RANKING_MIN_SOURCE_HOURS", 24, "The blog must be 24 hours old or older and have another entry."),
    ],
)
def test_what_an_operator_set_is_told(client, settings, name, value, words):
    setattr(settings, name, value)
    assert words in client.get("/ranking/how/").content.decode()


def test_each_section_explains_its_own_ranking(client, adult_client):
    words = b"entries of the Adult blogs here"
    assert words in adult_client.get("/ranking/how/").content
    assert words not in client.get("/ranking/how/").content
