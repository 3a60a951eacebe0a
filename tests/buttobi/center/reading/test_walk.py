"""The way from answer to answer, as somebody walks it from blog to blog."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from buttobi.center.models import Theme
from buttobi.center.reading import answers
from buttobi.entries.models import Entry
from buttobi.entries.unpublish import unpublish
from buttobi.sections.models import MarkedHost
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Sent, Target

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


def far(theme: Any, number: int) -> None:
    url = f"https://far.example/{number}"
    row = receive.arrive(target=theme.entry.target, protocol="trackback", source_url=url, title=f"Far {number}")
    assert row.step(Received.State.SHOWN)


def test_over_answers_elsewhere_the_walk_goes_on_to_the_next_one_here(
    client: Client, make_entry: Any, theme: Any
) -> None:
    first = answer(make_entry, theme, title="Drop 1")
    for number in (1, 2):
        far(theme, number)
    last = answer(make_entry, theme, title="Drop 2")
    on = text(client, first).partition('class="walk"')[2].partition("</aside>")[0]
    assert on.index("the answer after, elsewhere") < on.index("Far 1") < on.index("the answer after, here")
    assert f'href="{last.address}" rel="next">Drop 2</a>' in on
    assert "Far 2" not in on
    back = text(client, last).partition('class="walk"')[2].partition("</aside>")[0]
    assert f'href="{first.address}" rel="prev">Drop 1</a>' in back
    assert back.index("the answer before, here") < back.index("the answer before, elsewhere") < back.index("Far 2")
    assert "Far 1" not in back


def test_the_way_back_leads_to_its_place_in_a_list_of_many_pages(
    client: Client, make_entry: Any, theme: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(answers, "ROWS", 2)
    entries = [answer(make_entry, theme) for _ in range(5)]
    for entry, asked in zip(entries, ("?page=3", "?page=2", "?page=2", "", ""), strict=True):
        row = Received.objects.get(source=entry.target)
        back = f"{theme.entry.address}{asked}#tb-{row.pk}"
        assert f'href="{back}"' in text(client, entry)
        assert f'id="tb-{row.pk}"' in client.get(back.partition("#")[0]).content.decode()


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_answer_that_is_a_theme_itself_stays_on_the_walk(
    client: Client, make_entry: Any, make_blog: Any, theme: Any, hours: int
) -> None:
    """While it is open, and when it is over."""
    first, second, third = (answer(make_entry, theme, title=f"Drop {n}", blog=make_blog()) for n in range(3))
    now = timezone.now()
    Theme.objects.create(entry=second)
    times = {"opens_at": now - timedelta(days=2), "closes_at": now + timedelta(hours=hours)}
    for rows in (Entry.objects.filter(pk=second.pk), Target.objects.filter(pk=second.target_id)):
        rows.update(**times)
    page = text(client, second)
    row = Received.objects.get(source=second.target)
    assert 'class="entry theme"' in page
    assert f'href="{theme.entry.address}#tb-{row.pk}">Rain</a>' in page
    assert f'href="{first.address}" rel="prev">Drop 0</a>' in page
    assert f'href="{third.address}" rel="next">Drop 2</a>' in page
    assert "listed there since" in told(page)
    assert f'href="{second.address}conversation/"' in page


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
