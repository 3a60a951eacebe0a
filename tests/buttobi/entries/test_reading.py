"""A blog as its readers see it."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings

from buttobi.blogs.models import Blog, FormerName
from buttobi.entries import slugs, update
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry, Tag
from buttobi.entries.unpublish import unpublish
from buttobi.sections.section import Section
from buttobi.trackbacks import receive
from buttobi.trackbacks.models import Received, Target
from tests.conftest import MakeBlog, MakeEntry

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
TRACKBACK = "{http://madskills.com/public/xml/rss/module/trackback/}"


def blocks(page: str) -> list[etree._Element]:
    """The RDF descriptions of a page, read as XML."""
    found = re.findall(r"<rdf:RDF.*?</rdf:RDF>", page, re.DOTALL)
    return [etree.fromstring(block).find(f"{RDF}Description") for block in found]  # type: ignore[misc] # every block has one


def arrive(target: Target, number: int = 1, **said: str) -> Received:
    """A TrackBack ping from another site."""
    said = {"title": f"From elsewhere {number}", "excerpt": "They wrote.", "blog_name": "Elsewhere", **said}
    return receive.arrive(
        target=target,
        protocol="trackback",
        source_url=f"https://there.example/{number}",
        **said,  # type: ignore[arg-type] # all of them words
    )


def shown(target: Target, number: int = 1, **said: str) -> Received:
    """A ping from another site that the owner has shown."""
    received = arrive(target, number, **said)
    assert received.step(Received.State.SHOWN)
    return received


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


# --- The front page and other lists -----------------------------------------------------------------------------------


def test_the_front_page_has_ten_entries_and_then_another_page(client: Client, make_entry: MakeEntry) -> None:
    for number in range(11):
        make_entry(title=f"Number {number:02}")
    first, second = text(client, "/cats/"), text(client, "/cats/?page=2")
    assert "Number 10" in first
    assert "Number 00" not in first
    assert "Number 00" in second
    assert "?page=2" in first


@pytest.mark.parametrize("page", ["3", "0", "x", "-1", "٢", "9" * 30])
def test_a_page_that_is_not_there_is_not_found(client: Client, make_entry: MakeEntry, page: str) -> None:
    make_entry()
    assert client.get("/cats/", {"page": page}).status_code == 404


def test_an_empty_blog_says_so(client: Client, blog: Blog) -> None:
    assert "Nothing is published here yet." in text(client, "/cats/")


def test_lists_leave_out_what_is_not_for_everyone(client: Client, make_entry: MakeEntry) -> None:
    make_entry(title="With the link", audience=Entry.Audience.LINK)
    make_entry(title="For me", audience=Entry.Audience.ME)
    make_entry(title="A draft", published=False)
    page = text(client, "/cats/")
    assert not any(title in page for title in ("With the link", "For me", "A draft"))


def test_a_card_counts_the_trackbacks_that_readers_see(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry()
    shown(entry.target, 1)
    shown(entry.target, 2)
    arrive(entry.target, 3)
    assert "2 trackbacks" in text(client, "/cats/")


def test_a_tag_lists_its_entries(client: Client, make_entry: MakeEntry, blog: Blog) -> None:
    tagged, _other = make_entry(title="Tagged"), make_entry(title="Untagged")
    tagged.tags.add(Tag.objects.create(blog=blog, name="猫/犬"))
    page = text(client, tagged.address.partition("8000")[2])
    address = re.search(r'href="([^"]*/tags/[^"]*)"', page)
    assert address is not None
    listed = text(client, address[1].partition("8000")[2])
    assert "Tagged" in listed
    assert "Untagged" not in listed
    assert client.get("/cats/tags/nothing/").status_code == 404


def test_a_month_is_one_of_the_blogs_own_calendar(client: Client, make_entry: MakeEntry) -> None:
    # 16:00 of the last of October in UTC is the first of November in Tokyo.
    make_entry(title="November here", published_at=datetime(2026, 10, 31, 16, tzinfo=UTC))
    assert "November here" in text(client, "/cats/2026/11/")
    assert client.get("/cats/2026/10/").status_code == 404
    assert client.get("/cats/2026/13/").status_code == 404


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Niue", "UTC"])
@pytest.mark.parametrize("year", [0, 1, 2, 999, 1000, 9000, 9001, 9999, 10_000, 99_999_999_999])
def test_no_month_is_too_far_away_to_be_asked_for(client: Client, blog: Blog, zone: str, year: int) -> None:
    Blog.objects.filter(pk=blog.pk).update(time_zone=zone)
    for month in (0, 1, 12, 13):
        assert client.get(f"/cats/{year}/{month}/").status_code == 404


def test_the_archive_names_months_and_tags(client: Client, make_entry: MakeEntry, blog: Blog) -> None:
    entry = make_entry(published_at=datetime(2025, 12, 24, tzinfo=UTC))
    make_entry(published_at=datetime(2026, 2, 1, tzinfo=UTC))
    entry.tags.add(Tag.objects.create(blog=blog, name="snow"))
    page = text(client, "/cats/archive/")
    assert page.index("February 2026") < page.index("December 2025")
    assert "/cats/2025/12/" in page
    assert "/cats/tags/snow/" in page


def test_no_entry_can_stand_where_a_list_stands() -> None:
    assert all(slugs.is_reserved(slug) for slug in ("archive", "tags", "feed.atom", "2026"))


# --- The entry --------------------------------------------------------------------------------------------------------


def test_an_entry_stands_with_its_trackback_url_and_its_neighbours(client: Client, make_entry: MakeEntry) -> None:
    before = make_entry(title="Before", published_at=datetime(2026, 1, 1, tzinfo=UTC))
    entry = make_entry(title="Between", published_at=datetime(2026, 1, 2, tzinfo=UTC))
    after = make_entry(title="After", published_at=datetime(2026, 1, 3, tzinfo=UTC))
    page = text(client, "/cats/between/")
    assert "The Trackback URL for this entry is" in page
    assert f">{entry.target.trackback_url}</code>" in page
    assert f'href="{entry.target.make_trackback_url}"' in page
    assert f'<a href="{before.address}" rel="prev">' in page
    assert f'<a href="{after.address}" rel="next">' in page


def test_the_head_and_the_block_say_where_pings_go(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title='A "quoted" -- title <b>&</b>')
    page = text(client, f"/cats/{entry.slug}/")
    (block,) = blocks(page)
    assert block.get(f"{TRACKBACK}ping") == entry.target.trackback_url
    assert block.get(f"{RDF}about") == block.get(f"{DC}identifier") == entry.address
    assert block.get(f"{DC}title") == 'A "quoted" -- title <b>&</b>'
    assert f'<link rel="trackback" href="{entry.target.trackback_url}">' in page
    assert page.index("<body") < page.index("<rdf:RDF") < page.index("<main")
    comment = re.search(r"<!--(.*?)-->", page, re.DOTALL)
    assert comment is not None
    assert "--" not in comment[1]


def test_a_list_has_one_block_for_each_entry_that_takes_trackbacks(client: Client, make_entry: MakeEntry) -> None:
    open_ones = {make_entry().address, make_entry().address}
    make_entry(accepts_trackbacks=False)
    assert {block.get(f"{RDF}about") for block in blocks(text(client, "/cats/"))} == open_ones


def test_a_closed_entry_prints_no_url_and_keeps_its_list(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Closed")
    shown(entry.target, title="Came before")
    entry.accepts_trackbacks = False
    entry.save()
    update.update(entry=entry)
    page = text(client, "/cats/closed/")
    assert not re.search(f"{entry.target.trackback_url}(?!/policy)", page)
    assert "takes no new trackbacks" in page
    assert "Came before" in page
    assert not blocks(page)


def test_an_entry_with_the_link_only_is_read_and_nothing_more(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Quiet", audience=Entry.Audience.LINK)
    response = client.get(f"/cats/{entry.slug}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page
    assert "rackback URL" not in page
    assert not blocks(page)
    assert client.get(f"/cats/{entry.slug}/trackback/").status_code == 404
    assert client.get(f"/cats/{entry.slug}/trackbacks.atom").status_code == 404


def test_the_list_shows_what_was_shown_and_counts_what_waits(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Asked")
    shown(entry.target, 1, title="Visible")
    assert arrive(entry.target, 2, title="Held back").step(Received.State.HELD)
    arrive(entry.target, 3, title="Held back as well")
    page = text(client, "/cats/asked/")
    assert "Visible" in page
    assert "there.example" in page
    assert "shown by the owner, link not checked" in page
    assert "Held back" not in page
    assert "1 waiting for approval" in page


def test_words_of_strangers_are_escaped(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Calm")
    bad = "<script>alert(1)</script>\"'&"
    shown(entry.target, title=bad, excerpt=bad, blog_name=bad)
    page = text(client, "/cats/calm/")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;") == 3


def test_a_trackback_from_here_shows_the_sources_words_of_now(
    client: Client, make_entry: MakeEntry, other_blog: Blog
) -> None:
    entry = make_entry(title="Question")
    answer = make_entry(blog=other_blog, title="Answer", trackback_urls=entry.target.trackback_url)
    answer.title = "A better answer"
    answer.save()
    update.update(entry=answer)
    page = text(client, "/cats/question/")
    assert f'<a href="{answer.address}" rel="nofollow ugc">A better answer</a>' in page
    assert "related (no link)" in page
    assert "Dogs" in page


def test_a_trackback_of_ones_own_says_so(client: Client, make_entry: MakeEntry) -> None:
    first = make_entry(title="Part one")
    make_entry(title="Part two", trackback_urls=first.target.trackback_url)
    assert "same blog" in text(client, "/cats/part-one/")


@pytest.mark.parametrize("state", [Blog.State.CLOSED, Blog.State.DELETED])
def test_what_a_closed_blog_wrote_is_not_listed(
    client: Client, make_entry: MakeEntry, other_blog: Blog, state: str
) -> None:
    entry = make_entry(title="Question")
    make_entry(blog=other_blog, title="Answer", trackback_urls=entry.target.trackback_url)
    assert "Answer" in text(client, "/cats/question/")
    Blog.objects.filter(pk=other_blog.pk).update(state=state)
    assert "Answer" not in text(client, "/cats/question/")


def test_the_list_goes_on_after_a_hundred(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Popular")
    for number in range(101):
        shown(entry.target, number, title=f"Answer {number:03}.")
    first, second = text(client, "/cats/popular/"), text(client, "/cats/popular/?trackbacks=2")
    assert "Answer 099." in first
    assert "Answer 100." not in first
    assert "Answer 100." in second
    assert "Answer 099." not in second
    assert client.get("/cats/popular/?trackbacks=3").status_code == 404


def test_an_entry_costs_as_many_queries_with_fifty_trackbacks_as_with_one(
    client: Client, make_entry: MakeEntry, make_blog: MakeBlog, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entry = make_entry(title="Busy")
    for _ in range(12):
        make_entry(blog=make_blog(), trackback_urls=entry.target.trackback_url)
    # Two of them ask what the entry itself answers.
    with django_assert_num_queries(10):
        text(client, "/cats/busy/")


# --- Make Trackback ---------------------------------------------------------------------------------------------------


def test_make_trackback_shows_the_url_and_opens_new_submission(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Paws & claws")
    page = text(client, f"/cats/{entry.slug}/trackback/")
    assert entry.target.trackback_url in page
    assert "Paws &amp; claws" in page
    assert f"/-/new/?trackback=http%3A%2F%2Flocalhost%3A8000%2Ftb%2F{entry.target.pk}" in page
    assert "Write on my blog here" in page
    assert "I write elsewhere" in page


def test_looking_at_make_trackback_sends_nothing(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry()
    text(client, f"/cats/{entry.slug}/trackback/")
    assert client.post(f"/cats/{entry.slug}/trackback/").status_code == 405
    assert not Received.objects.exists()


def test_make_trackback_says_what_becomes_of_an_entry_elsewhere(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Asked")
    page = text(client, "/cats/asked/trackback/")
    assert "without a link, the owner decides" in page
    assert "Does your blog speak Webmention or Pingback?" in page
    assert f'<link rel="trackback-policy" type="application/json" href="{entry.target.trackback_url}/policy">' in page
    Target.objects.update(culture="mention", created_at=datetime(2024, 1, 1, tzinfo=UTC))
    page = text(client, "/cats/asked/trackback/")
    assert "A link is needed" in page
    assert "This entry is closed to other sites. Blogs here may still answer it." in page
    assert "Copy the Trackback URL above." not in page


def test_an_entry_without_trackback_urls_says_how_to_answer(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Asked")
    Target.objects.update(takes=["webmention"])
    for path in ("/cats/asked/", "/cats/asked/trackback/"):
        page = text(client, path)
        assert "link to this entry, and your program tells us by Webmention." in page
        assert f">{entry.target.trackback_url}<" not in page
        assert not blocks(page)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (Received.Link.LINKS, "links to this entry"),
        (Received.Link.NONE, "related (no link)"),
        (Received.Link.GONE, "link gone since 3 Nov 2026"),
        (Received.Link.MISSING, "page not found since 3 Nov 2026"),
    ],
)
def test_each_trackback_says_how_it_is_known(client: Client, make_entry: MakeEntry, link: str, words: str) -> None:
    entry = make_entry(title="Asked")
    at = datetime(2026, 11, 3, 3, tzinfo=UTC)
    row = shown(entry.target)
    Received.objects.filter(pk=row.pk).update(
        link=link, link_since=at, missing_since=at, protocols=["trackback", "webmention"]
    )
    page = text(client, "/cats/asked/")
    assert f">{words}</span>" in page
    assert ">TrackBack, Webmention</span>" in page


def test_on_a_wide_page_the_url_stands_beside_the_text_too(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Asked")
    page = text(client, "/cats/asked/")
    assert page.count(f">{entry.target.trackback_url}</code>") == 2
    assert page.count("The Trackback URL for this entry is") == 1
    assert '<aside class="margin beside" aria-labelledby="beside">' in page
    Target.objects.update(accepts=False)
    assert "<aside" not in text(client, "/cats/asked/")


def test_an_empty_list_waits(client: Client, make_entry: MakeEntry) -> None:
    make_entry(title="Asked")
    page = text(client, "/cats/asked/")
    assert '<div class="empty">' in page
    assert "The first trackback could be yours." in page


def test_make_trackback_of_a_closed_entry_says_so(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(accepts_trackbacks=False)
    page = text(client, f"/cats/{entry.slug}/trackback/")
    assert "takes no new trackbacks" in page
    assert not re.search(f"{entry.target.trackback_url}(?!/policy)", page)


# --- Found, moved, gone, not for telling ------------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"published": False, "slug": "x"}, {"slug": "x", "audience": Entry.Audience.ME}])
def test_drafts_and_private_entries_are_not_found(
    client: Client, make_entry: MakeEntry, fields: dict[str, object]
) -> None:
    make_entry(**fields)
    assert client.get("/cats/x/").status_code == 404


def test_an_unpublished_entry_is_not_found_and_its_trackbacks_leave(
    client: Client, make_entry: MakeEntry, other_blog: Blog
) -> None:
    entry = make_entry(title="Question")
    answer = make_entry(blog=other_blog, title="Answer", trackback_urls=entry.target.trackback_url)
    unpublish(entry=answer)
    assert client.get("/dogs/answer/").status_code == 404
    assert "Answer" not in text(client, "/cats/question/")


def test_a_deleted_entry_is_gone(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Once")
    delete(entry=entry)
    response = client.get("/cats/once/")
    assert response.status_code == 410
    assert "taken away" in response.content.decode()


def test_a_deleted_draft_never_was(client: Client, make_entry: MakeEntry) -> None:
    delete(entry=make_entry(slug="never", published=False))
    assert client.get("/cats/never/").status_code == 404


@pytest.mark.parametrize("state", [Blog.State.CLOSED, Blog.State.DELETED])
def test_a_closed_or_deleted_blog_is_gone(client: Client, make_entry: MakeEntry, blog: Blog, state: str) -> None:
    entry = make_entry()
    Blog.objects.filter(pk=blog.pk).update(state=state)
    for path in ("", f"{entry.slug}/", "feed.atom", f"{entry.slug}/trackback/"):
        assert client.get(f"/cats/{path}").status_code == 410


def test_a_former_address_leads_to_the_entry(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Old name")
    update.update(entry=entry, wish="new-name")
    for tail in ("", "trackback/", "trackbacks.atom"):
        response = client.get(f"/cats/old-name/{tail}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"http://localhost:8000/cats/new-name/{tail}"


def test_a_former_address_of_a_draft_tells_nothing(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Old name")
    update.update(entry=entry, wish="new-name")
    unpublish(entry=entry)
    assert client.get("/cats/old-name/").status_code == 404


def test_a_former_name_leads_to_the_blog(client: Client, blog: Blog) -> None:
    FormerName.objects.create(name="kittens", blog=blog)
    response = client.get("/kittens/2026/11/?page=2")
    assert response.status_code == 301
    assert response.headers["Location"] == "http://localhost:8000/cats/2026/11/?page=2"
    assert client.get("/kittens/%E7%8C%AB/").headers["Location"] == "http://localhost:8000/cats/%E7%8C%AB/"


def test_an_unknown_blog_and_an_unknown_entry_are_not_found(client: Client, blog: Blog) -> None:
    assert client.get("/nobody/").status_code == 404
    assert client.get("/cats/nothing/").status_code == 404


def test_a_missing_slash_is_added(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry(title="Paws")
    assert client.get("/cats/paws").headers["Location"] == "/cats/paws/"
    assert entry.slug == "paws"


# --- The wall ---------------------------------------------------------------------------------------------------------


def test_a_blog_of_the_other_section_is_not_told_of(
    client: Client, adult_client: Client, make_entry: MakeEntry, adult_blog: Blog, blog: Blog
) -> None:
    entry = make_entry(blog=adult_blog, title="Lanterns")
    FormerName.objects.create(name="dusk", blog=adult_blog)
    for path in ("/night/", f"/night/{entry.slug}/", "/dusk/", "/night/feed.atom"):
        assert client.get(path).status_code == 404
    assert adult_client.get(f"/night/{entry.slug}/").status_code == 200
    assert adult_client.get("/cats/").status_code == 404


def test_pages_of_the_adult_host_say_that_they_are(
    adult_client: Client, make_entry: MakeEntry, adult_blog: Blog
) -> None:
    entry = make_entry(blog=adult_blog, title="Lanterns")
    for path in ("/night/", f"/night/{entry.slug}/", f"/night/{entry.slug}/trackback/", "/night/archive/"):
        page = text(adult_client, path)
        assert '<meta name="rating" content="adult">' in page
        assert 'data-section="adult"' in page


# --- The same for everybody -------------------------------------------------------------------------------------------


def test_pages_of_a_blog_are_the_same_bytes_for_everybody(
    client: Client, signed_in: Client, make_entry: MakeEntry
) -> None:
    entry = make_entry()
    for path in (
        "/cats/",
        f"/cats/{entry.slug}/",
        f"/cats/{entry.slug}/trackback/",
        "/cats/archive/",
        "/cats/feed.atom",
    ):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
        other = signed_in.get(path, headers={"Accept-Language": "ja"})
        assert other.content == response.content
        assert not other.cookies


def test_a_page_that_did_not_change_is_only_confirmed(client: Client, make_entry: MakeEntry) -> None:
    entry = make_entry()
    etag = client.get(f"/cats/{entry.slug}/").headers["ETag"]
    again = client.get(f"/cats/{entry.slug}/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert "Cookie" not in again.headers.get("Vary", "")
    shown(entry.target)
    assert client.get(f"/cats/{entry.slug}/", headers={"If-None-Match": etag}).status_code == 200


def test_no_shared_cache_keeps_an_adult_page(adult_client: Client, make_entry: MakeEntry, adult_blog: Blog) -> None:
    make_entry(blog=adult_blog)
    assert adult_client.get("/night/").headers["Cache-Control"].startswith("private")


def test_a_blog_speaks_its_own_language_and_time(client: Client, make_blog: MakeBlog, make_entry: MakeEntry) -> None:
    neko = make_blog("neko", title="猫の窓", language="ja", time_zone="Asia/Tokyo")
    make_entry(blog=neko, title="朝", slug="asa", published_at=datetime(2026, 10, 31, 16, tzinfo=UTC))
    response = client.get("/neko/asa/", headers={"Accept-Language": "en"})
    page = response.content.decode()
    assert response.headers["Content-Language"] == "ja"
    assert '<html lang="ja"' in page
    assert "2026年11月1日" in page


def test_a_head_request_is_answered_without_a_body(client: Client, make_entry: MakeEntry) -> None:
    make_entry()
    response = client.head("/cats/")
    assert response.status_code == 200
    assert not response.content


# --- One host a blog --------------------------------------------------------------------------------------------------


@pytest.fixture
def _own_hosts(settings: Settings) -> None:
    settings.BLOG_ADDRESS = "subdomain"


@pytest.mark.usefixtures("_own_hosts")
def test_a_blog_with_its_own_host_is_read_there(make_entry: MakeEntry, blog: Blog) -> None:
    entry = make_entry(title="Paws")
    assert entry.address == "http://cats.localhost:8000/paws/"
    there = Client(HTTP_HOST="cats.localhost:8000")
    assert "Paws" in text(there, "/")
    assert entry.target.trackback_url in text(there, "/paws/")
    assert "Paws" in text(there, "/feed.atom")
    assert there.get("/archive/").status_code == 200
    assert there.get("/paws").headers["Location"] == "/paws/"
    assert there.get("/nothing/").status_code == 404


@pytest.mark.usefixtures("_own_hosts")
def test_a_blog_with_its_own_host_is_not_read_at_two_addresses(
    client: Client, make_entry: MakeEntry, adult_blog: Blog
) -> None:
    make_entry(title="Paws")
    response = client.get("/cats/paws/?trackbacks=1")
    assert response.status_code == 301
    assert response.headers["Location"] == "http://cats.localhost:8000/paws/?trackbacks=1"
    assert Client(HTTP_HOST="night.localhost:8000").get("/").status_code == 404
    grown_up = Client(HTTP_HOST="night.adult.localhost:8000")
    assert "Are you 18 or over?" in text(grown_up, "/")
    grown_up.cookies[settings.AGE_COOKIE_NAME] = "yes"
    assert 'data-section="adult"' in text(grown_up, "/")
    assert adult_blog.section == Section.ADULT


def test_the_old_public_address_does_not_betray_an_entry_that_only_the_link_opens(client, blog, make_entry):
    entry = make_entry(blog=blog, title="Paws")
    before = entry.address
    entry.audience = Entry.Audience.LINK
    entry.save()
    update.update(entry=entry)
    entry.refresh_from_db()
    assert entry.address != before
    assert client.get(entry.address).status_code == 200
    assert client.get(before).status_code == 404


def test_an_entry_in_a_conversation_leads_into_it(client, make_entry, blog, other_blog):
    entry = make_entry(blog=blog)
    assert "conversation/" not in client.get(f"/cats/{entry.slug}/").content.decode()
    answer = make_entry(blog=other_blog, trackback_urls=entry.target.trackback_url)
    for one in (entry, answer):
        page = client.get(one.address.removeprefix("http://localhost:8000")).content.decode()
        assert f'href="{one.address}conversation/"' in page
        assert f'href="{one.address}conversation/map/"' in page
