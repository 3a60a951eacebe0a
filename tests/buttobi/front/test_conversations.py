"""Who answered whom, newest first."""

from django.test import Client

from buttobi.blogs.models import Blog
from buttobi.entries.unpublish import unpublish
from buttobi.front import conversations
from buttobi.sections.section import Section
from tests.conftest import MakeBlog, MakeEntry


def test_the_newest_answer_comes_first(make_entry: MakeEntry, other_blog: Blog) -> None:
    question = make_entry(title="Question")
    make_entry(blog=other_blog, title="Early", trackback_urls=question.target.trackback_url)
    make_entry(blog=other_blog, title="Late", trackback_urls=question.target.trackback_url)
    found = conversations.newest(Section.GENERAL, 10)
    assert [(answer.title, answer.to_title) for answer in found] == [("Late", "Question"), ("Early", "Question")]
    assert [answer.title for answer in conversations.newest(Section.GENERAL, 1)] == ["Late"]


def test_an_answer_to_what_is_no_longer_public_is_not_told(make_entry: MakeEntry, other_blog: Blog) -> None:
    question = make_entry(title="Question")
    make_entry(blog=other_blog, trackback_urls=question.target.trackback_url)
    unpublish(entry=question)
    assert conversations.newest(Section.GENERAL, 10) == []


def test_each_section_has_its_own(make_entry: MakeEntry, adult_blog: Blog) -> None:
    question = make_entry(blog=adult_blog)
    make_entry(blog=adult_blog, trackback_urls=question.target.trackback_url)
    assert conversations.newest(Section.GENERAL, 10) == []
    assert len(conversations.newest(Section.ADULT, 10)) == 1


def test_a_theme_that_was_answered_is_named_in_the_language_of_the_reader(
    client: Client, make_blog: MakeBlog, make_entry: MakeEntry
) -> None:
    center = make_blog("center", title="Trackback Center", official=True)
    theme = make_entry(blog=center, title="Rain", second_title="雨の日")
    make_entry(trackback_urls=theme.target.trackback_url)
    for language, title in (("ja", "雨の日"), ("en", "Rain")):
        page = client.get("/", headers={"accept-language": language}).content.decode()
        assert f'<a href="{theme.address}">{title}</a>' in page
