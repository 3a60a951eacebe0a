"""The way from answer to answer, as somebody walks it from blog to blog."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from buttobi.entries.unpublish import unpublish
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Sent

pytestmark = pytest.mark.django_db
THERE = "https://there.example/archives/17.html"


@pytest.fixture
def theme(make_theme: Any) -> Any:
    return make_theme("Rain", second_title="雨")


def text(client: Client, entry: Any) -> str:
    response = client.get(entry.address)
    assert response.status_code == 200
    return response.content.decode()


def answer(make_entry: Any, theme: Any, **fields: Any) -> Any:
    return make_entry(trackback_urls=theme.entry.target.trackback_url, **fields)


def told(page: str) -> str:
    return page.partition('aria-labelledby="told"')[2].partition("</section>")[0]


def test_a_reader_walks_a_theme_in_order_of_receipt_across_blogs(
    client: Client, make_entry: Any, make_blog: Any, theme: Any
) -> None:
    entries = [answer(make_entry, theme, title=f"Drop {n}", blog=make_blog()) for n in range(3)]
    first, second, third = (text(client, entry) for entry in entries)
    row = Received.objects.get(source=entries[1].target)
    assert f'href="{theme.entry.address}#tb-{row.pk}"' in second
    assert f'href="{entries[0].address}" rel="prev">Drop 0</a>' in second
    assert f'href="{entries[2].address}" rel="next">Drop 2</a>' in second
    assert 'rel="prev"' not in first.partition('class="walk"')[2].partition("</aside>")[0]
    assert 'rel="next"' not in third.partition('class="walk"')[2].partition("</aside>")[0]


def test_a_neighbour_elsewhere_is_linked_as_a_strangers_page(client: Client, make_entry: Any, theme: Any) -> None:
    mine = answer(make_entry, theme, title="Mine")
    row = receive.arrive(target=theme.entry.target, protocol="trackback", source_url=THERE, title="<b>Far</b>")
    row.step(Received.State.SHOWN)
    page = text(client, mine)
    assert f'href="{THERE}" rel="next nofollow ugc"' in page
    assert "<b>Far" not in page


def test_what_left_the_list_is_stepped_over(client: Client, make_entry: Any, make_blog: Any, theme: Any) -> None:
    entries = [answer(make_entry, theme, title=f"Drop {n}", blog=make_blog()) for n in range(3)]
    unpublish(entry=entries[1])
    assert f'href="{entries[0].address}" rel="prev"' in text(client, entries[2])


def test_three_themes_are_shown_and_no_more(client: Client, make_entry: Any, make_theme: Any) -> None:
    urls = [make_theme(f"Theme {n}").entry.target.trackback_url for n in range(4)]
    page = text(client, make_entry(trackback_urls="\n".join(urls)))
    assert page.count('class="walk"') == 3


def test_an_entry_says_whom_it_told_and_whether_it_is_listed(
    client: Client, make_entry: Any, other_blog: Any, theme: Any
) -> None:
    strict = make_entry(blog=other_blog, title="Behind glass")
    urls = f"{theme.entry.target.trackback_url}\n{strict.target.trackback_url}\n{THERE}"
    entry = make_entry(trackback_urls=urls)
    Received.objects.filter(target=strict.target).update(state=Received.State.HELD)
    block = told(text(client, entry))
    assert "Rain" in block
    assert "listed there since" in block
    assert "Behind glass" in block
    assert "not listed there so far" in block
    assert f'href="{THERE}" rel="nofollow ugc"' in block
    assert "not seen on their page so far" in block
    Sent.objects.filter(target=None).update(seen_since=timezone.now())
    assert "seen on their page since" in told(text(client, entry))


def test_why_an_owner_did_not_list_it_stays_between_the_two(client: Client, make_entry: Any, other_blog: Any) -> None:
    target = make_entry(blog=other_blog, title="Behind glass")
    entry = make_entry(trackback_urls=target.target.trackback_url)
    Received.objects.update(state=Received.State.HELD)
    waiting = told(text(client, entry))
    Received.objects.get().step(Received.State.REFUSED, reason=Received.Reason.OWNER)
    assert told(text(client, entry)) == waiting


def test_a_door_alone_is_named_by_its_host(client: Client, make_entry: Any) -> None:
    entry = make_entry(trackback_urls="https://there.example/tb.cgi/17")
    Sent.objects.update(endpoint="https://there.example/tb.cgi/17")
    block = told(text(client, entry))
    assert "tb.cgi" not in block
    assert "there.example" in block


def test_pages_that_left_the_public_and_marked_hosts_are_not_shown(
    client: Client, make_entry: Any, other_blog: Any
) -> None:
    gone = make_entry(blog=other_blog, title="Taken away")
    entry = make_entry(trackback_urls=f"{gone.target.trackback_url}\n{THERE}")
    unpublish(entry=gone)
    MarkedHost.objects.create(host="there.example")
    page = text(client, entry)
    assert "Taken away" not in page
    assert "there.example" not in page


def test_an_entry_that_answers_nothing_asks_two_questions_more(
    client: Client, make_entry: Any, django_assert_max_num_queries: Any
) -> None:
    entry = make_entry()
    with django_assert_max_num_queries(10):
        page = text(client, entry)
    assert 'class="walk"' not in page
    assert "This entry trackbacked" not in page


def test_a_way_on_is_found_for_answers_of_the_same_moment(client: Client, make_entry: Any, theme: Any) -> None:
    entries = [answer(make_entry, theme, title=f"Drop {n}") for n in range(3)]
    Received.objects.update(received_at=timezone.now() - timedelta(hours=1))
    assert f'href="{entries[2].address}" rel="next"' in text(client, entries[1])
    assert f'href="{entries[0].address}" rel="prev"' in text(client, entries[1])
