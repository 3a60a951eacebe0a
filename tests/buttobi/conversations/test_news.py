"""What is going on in a section: conversations, first trackbacks, and blogs that were heard again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.conversations import news
from buttobi.conversations.news import News
from buttobi.entries.unpublish import unpublish
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received
from tests.conftest import MakeBlog, MakeEntry

pytestmark = pytest.mark.django_db


def told(section: str = "general", **limits: int) -> News:
    return news.of_section(section, **{"exchanges": 5, "answers": 3, "blogs": 3, **limits})


def answer(entry: Any, *, blog: Blog, make_entry: MakeEntry, days: float = 0, title: str = "") -> Any:
    """An entry that trackbacked another, so many days ago."""
    found = make_entry(blog=blog, trackback_urls=entry.target.trackback_url, **({"title": title} if title else {}))
    date_back(Received.objects.get(source=found.target), days)
    return found


def date_back(received: Received, days: float) -> None:
    at: datetime = timezone.now() - timedelta(days=days)
    Received.objects.filter(pk=received.pk).update(received_at=at, shown_at=at)


def elsewhere(entry: Any, url: str = "https://there.example/1", **fields: Any) -> Received:
    received = receive.arrive(target=entry.target, protocol="trackback", source_url=url, title="From afar")
    Received.objects.filter(pk=received.pk).update(**fields)
    assert received.step(Received.State.SHOWN)
    return received


# --- Conversations ----------------------------------------------------------------------------------------------------
def test_answers_hang_under_what_they_answer_the_newest_first(make_entry, other_blog):
    first, second = make_entry(title="First"), make_entry(title="Second")
    answer(first, blog=other_blog, make_entry=make_entry, title="Early")
    answer(second, blog=other_blog, make_entry=make_entry, title="Middle")
    answer(first, blog=other_blog, make_entry=make_entry, title="Late")
    found = told().exchanges
    assert [(one.asked.title, [each.title for each in one.answers]) for one in found] == [
        ("First", ["Late", "Early"]),
        ("Second", ["Middle"]),
    ]
    assert found[0].asked.conversation == f"{first.address}conversation/"
    few = told(exchanges=1, answers=1).exchanges
    assert [(one.asked.title, [each.title for each in one.answers], one.more) for one in few] == [
        ("First", ["Late"], 1)
    ]


def test_what_was_held_for_days_is_new_when_it_is_shown(make_entry, other_blog):
    first, second = make_entry(title="First"), make_entry(title="Second")
    answer(second, blog=other_blog, make_entry=make_entry, days=1)
    held = elsewhere(first)
    Received.objects.filter(pk=held.pk).update(received_at=timezone.now() - timedelta(days=5))
    assert [one.asked.title for one in told().exchanges] == ["First", "Second"]


def test_an_answer_to_what_is_no_longer_public_is_not_told(make_entry, other_blog):
    question = make_entry()
    answer(question, blog=other_blog, make_entry=make_entry)
    unpublish(entry=question)
    assert told() == News(exchanges=(), firsts=(), quiet=())


def test_each_section_has_its_own(make_entry, make_blog, adult_blog):
    question = make_entry(blog=adult_blog)
    answer(question, blog=make_blog(section="adult"), make_entry=make_entry)
    assert told() == News(exchanges=(), firsts=(), quiet=())
    assert len(told("adult").exchanges) == len(told("adult").firsts) == 1


def test_pages_that_are_marked_as_adult_are_told_on_the_adult_side_alone(make_entry, make_blog, adult_blog):
    for blog in (make_blog(), adult_blog):
        elsewhere(make_entry(blog=blog, title="By itself"), adult=True)
        elsewhere(make_entry(blog=blog, title="By staff"), url="https://blog.marked.example/1")
    MarkedHost.objects.create(host="marked.example")
    assert told() == News(exchanges=(), firsts=(), quiet=())
    assert news.newest("general", 10) == []
    assert {one.asked.title for one in told("adult").exchanges} == {"By itself", "By staff"}


def test_within_one_blog_nobody_answers_anybody(make_entry):
    question = make_entry()
    make_entry(trackback_urls=question.target.trackback_url)
    assert told() == News(exchanges=(), firsts=(), quiet=())
    # Whoever reads every trackback reads it as well.
    assert len(news.newest("general", 10)) == 1


def test_practising_is_no_news(make_entry, make_theme):
    practice = make_theme("Practise here", slug="practice", closes_in=None)
    make_entry(trackback_urls=practice.entry.target.trackback_url)
    assert told() == News(exchanges=(), firsts=(), quiet=())
    assert news.newest("general", 10) == []


def test_words_of_pages_elsewhere_are_theirs(make_entry):
    elsewhere(make_entry(title="Question"), link=Received.Link.LINKS)
    (said,) = told().exchanges[0].answers
    assert (said.title, said.host, said.url, said.link) == (
        "From afar",
        "there.example",
        "https://there.example/1",
        "verified",
    )


# --- First trackbacks -------------------------------------------------------------------------------------------------
def test_the_first_trackback_of_a_blog_is_news_for_a_week(make_entry, blog, other_blog, make_blog):
    question = make_entry(title="Question")
    early = answer(question, blog=other_blog, make_entry=make_entry, days=6.9, title="The first")
    answer(question, blog=other_blog, make_entry=make_entry, days=1, title="The second")
    (first,) = told().firsts
    assert (first.asked.blog, first.answer.title, first.days) == (blog.title, "The first", 0)
    date_back(Received.objects.get(source=early.target), 7.1)
    assert told().firsts == ()


def test_ones_own_trackback_takes_the_news_away_from_nobody(make_entry, other_blog):
    question = make_entry(title="Question")
    answer(question, blog=question.blog, make_entry=make_entry, days=20)
    answer(question, blog=other_blog, make_entry=make_entry, title="The first")
    assert [one.answer.title for one in told().firsts] == ["The first"]


def test_what_lies_beyond_the_newest_is_remembered(make_entry, other_blog, monkeypatch):
    monkeypatch.setattr(news, "WINDOWS", (2,))
    old, new = make_entry(title="Old"), make_entry(title="New", blog=other_blog)
    answer(old, blog=other_blog, make_entry=make_entry, days=40)
    answer(new, blog=old.blog, make_entry=make_entry, days=0.3)
    answer(old, blog=other_blog, make_entry=make_entry, days=0.2)
    found = told()
    assert [one.asked.title for one in found.firsts] == ["New"]
    assert [(one.asked.title, one.days) for one in found.quiet] == [("Old", 39)]


def test_a_center_has_no_first_trackback(make_entry, make_theme):
    make_entry(trackback_urls=make_theme().entry.target.trackback_url)
    found = told()
    assert len(found.exchanges) == 1
    assert found.exchanges[0].asked.is_theme
    assert found.firsts == ()


# --- Quiet blogs ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("before", "now", "days"), [(31, 0.5, [30]), (29, 0.5, []), (60, 1.5, []), (400, 0.1, [399])])
def test_a_blog_is_quiet_after_a_month_and_answered_for_a_day(make_entry, other_blog, before, now, days):
    question = make_entry(title="Question")
    answer(question, blog=other_blog, make_entry=make_entry, days=before)
    answer(question, blog=other_blog, make_entry=make_entry, days=now)
    assert [one.days for one in told().quiet] == days
    assert told().firsts == ()


def test_two_answers_of_one_day_end_the_silence_once(make_entry, other_blog):
    question = make_entry(title="Question")
    for days, title in ((40, "Long ago"), (0.6, "The one that ended it"), (0.2, "Another")):
        answer(question, blog=other_blog, make_entry=make_entry, days=days, title=title)
    assert [one.answer.title for one in told().quiet] == ["The one that ended it"]


# --- Crowds -----------------------------------------------------------------------------------------------------------
def crowd(entry: Any, number: int) -> None:
    """So many sites elsewhere answered a page in the last minutes."""
    now = timezone.now()
    Received.objects.bulk_create(
        Received(
            target=entry.target,
            source_url=f"https://there.example/{key}",
            source_key=f"url:{entry.pk}:{key}",
            title=f"Far {key}",
            state=Received.State.SHOWN,
            received_at=now - timedelta(seconds=key),
            shown_at=now - timedelta(seconds=key),
        )
        for key in range(number)
    )


@pytest.mark.parametrize("opened_by", ["the Center", "its owner"])
def test_however_often_one_page_is_answered_the_rest_is_told(
    client, make_entry, make_blog, make_theme, other_blog, opened_by
):
    quiet, fresh = make_blog("quiet", title="Quiet"), make_blog("fresh", title="Fresh")
    asked = {blog: make_entry(blog=blog, title=f"Of {blog.title}") for blog in (quiet, fresh)}
    answer(asked[quiet], blog=other_blog, make_entry=make_entry, days=40)
    answer(asked[quiet], blog=other_blog, make_entry=make_entry, days=0.4)
    answer(asked[fresh], blog=other_blog, make_entry=make_entry, days=3)
    make_entry(blog=other_blog, trackback_urls=make_theme("Snow").entry.target.trackback_url)
    date_back(Received.objects.get(target__title="Snow"), 0.3)
    theme = make_theme("Rain", blog=None if opened_by == "the Center" else make_blog("loud", title="Loud"))
    crowd(theme.entry, 500)
    found = told()
    assert [one.asked.title for one in found.exchanges] == ["Rain", "Snow", "Of Quiet", "Of Fresh"]
    assert [one.asked.blog for one in found.quiet] == ["Quiet"]
    assert "Fresh" in [one.asked.blog for one in found.firsts]
    page = client.get("/").content.decode()
    for title in ("Of Quiet", "Of Fresh"):
        assert page.count(title) >= 2


def test_nothing_is_looked_for_beyond_the_reach(make_entry, other_blog, monkeypatch):
    answer(make_entry(title="Quiet"), blog=other_blog, make_entry=make_entry, days=1)
    crowd(make_entry(title="Busy"), 500)
    assert [one.asked.title for one in told().exchanges] == ["Busy", "Quiet"]
    monkeypatch.setattr(news, "REACH", 450)
    assert [one.asked.title for one in told().exchanges] == ["Busy"]


def test_many_busy_themes_leave_room_too(make_entry, make_theme, other_blog, django_assert_max_num_queries):
    question = make_entry(title="Question")
    answer(question, blog=other_blog, make_entry=make_entry, days=1)
    for number in range(21):
        crowd(make_theme(f"Theme {number}").entry, 20)
    with django_assert_max_num_queries(10):
        found = told(exchanges=30)
    assert [one.answer.title for one in found.firsts] == [found.exchanges[-1].answers[0].title]
    assert found.exchanges[-1].asked.title == "Question"


# --- Cost -------------------------------------------------------------------------------------------------------------
def test_the_news_cost_the_same_whatever_their_number(make_entry, make_blog, django_assert_max_num_queries):
    blogs = [make_blog() for _ in range(6)]
    for number, blog in enumerate(blogs):
        question = make_entry(blog=blog)
        for each, days in ((blogs[number - 1], 40), (blogs[number - 2], 0.3), (blogs[number - 3], 0.1)):
            answer(question, blog=each, make_entry=make_entry, days=days)
    # A section with little traffic looks further back twice.
    with django_assert_max_num_queries(7):
        found = told()
    assert (len(found.exchanges), len(found.quiet)) == (5, 3)


def test_a_theme_that_was_answered_is_named_in_the_language_of_the_reader(client, make_blog: MakeBlog, make_entry):
    center = make_blog("center", title="Trackback Center", official=True)
    theme = make_entry(blog=center, title="Rain", second_title="雨の日")
    make_entry(trackback_urls=theme.target.trackback_url)
    for language, title in (("ja", "雨の日"), ("en", "Rain")):
        page = client.get("/", headers={"accept-language": language}).content.decode()
        assert f'<a href="{theme.address}">{title}</a>' in page
