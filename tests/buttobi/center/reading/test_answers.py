"""The answers to a theme."""

from typing import Any

import pytest
from django.http import Http404

from buttobi.center.reading import answers
from buttobi.center.reading.answers import Order
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(make_theme: Any) -> Any:
    return make_theme("Rain", second_title="雨")


def answer(make_entry: Any, theme: Any, **fields: Any) -> Any:
    return make_entry(trackback_urls=theme.entry.target.trackback_url, **fields)


def from_elsewhere(theme: Any, url: str, title: str = "Far away") -> Received:
    received = receive.arrive(
        target=theme.entry.target, protocol="trackback", source_url=url, title=title, excerpt="It poured. All day."
    )
    assert received.step(Received.State.SHOWN)
    return received


def test_answers_and_blogs_are_counted_apart(make_entry: Any, make_blog: Any, theme: Any) -> None:
    other = make_blog()
    answer(make_entry, theme)
    answer(make_entry, theme, blog=other)
    answer(make_entry, theme, blog=other)
    from_elsewhere(theme, "https://one.there.example/1")
    from_elsewhere(theme, "https://two.there.example/2")
    assert answers.counts(theme.entry.target) == answers.Counts(answers=5, blogs=3)


def test_where_many_blogs_live_on_one_host_each_is_a_blog_for_readers(client: Any, theme: Any) -> None:
    for host in ("ameblo.jp", "note.com"):
        for name in ("alice", "bob"):
            from_elsewhere(theme, f"https://{host}/{name}/1")
    for name in ("alice", "bob"):
        from_elsewhere(theme, f"https://{name}.blog.fc2.com/1")
    assert "6 answers from 6 blogs" in client.get(theme.entry.address).content.decode()


def test_the_newest_come_first_unless_the_oldest_are_asked_for(make_entry: Any, theme: Any) -> None:
    keys = [answer(make_entry, theme).target_id for _ in range(3)]
    newest, oldest = (answers.page_of(theme.entry.target, order, 1) for order in (Order.NEWEST, Order.OLDEST))
    assert [row.source_id for row in newest] == keys[::-1]
    assert [row.source_id for row in oldest] == keys


def test_a_draw_holds_some_of_them_once_each(make_entry: Any, theme: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(answers, "DRAWN", 3)
    keys = {answer(make_entry, theme).target_id for _ in range(5)}
    drawn = [row.source_id for row in answers.draw(theme.entry.target)]
    assert len(set(drawn)) == 3
    assert set(drawn) <= keys


def test_an_order_that_is_none_is_not_found() -> None:
    assert answers.order_of("") == Order.NEWEST
    with pytest.raises(Http404):
        answers.order_of("by-size")
