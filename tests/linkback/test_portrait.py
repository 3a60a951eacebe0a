"""What a page says about itself."""

import pytest

from linkback.documents import read_html
from linkback.portrait import Portrait, draw

SOURCE = "http://there.example/d/1"


def portrait(html: str, *, linked: bool = True) -> Portrait:
    return draw(read_html(html), source_url=SOURCE, final_url=SOURCE, linked=linked)


ENTRY = (
    "<html lang=ja><title>Page</title><meta property=og:title content=OG><meta property=og:site_name content=日記>"
    "<meta name=author content=M><meta name=description content=D>"
    "<div class=h-entry><h1 class=p-name>Name</h1><a class='p-author h-card' href=/me>Flower</a>"
    "<p class=p-summary>Summary &lt;b&gt;</p><div class=e-content>Content</div></div>"
)


def test_microformats_come_first():
    assert portrait(ENTRY) == Portrait(
        title="Name",
        author="Flower",
        author_url="http://there.example/me",
        blog_name="日記",
        excerpt="Summary <b>",
        language="ja",
    )


def test_without_a_link_microformats_are_not_worth_their_time():
    assert portrait(ENTRY, linked=False) == Portrait(
        title="OG", author="M", blog_name="日記", excerpt="D", language="ja"
    )


def test_a_page_that_has_only_a_title():
    assert portrait("<title> A \n title </title><p>x") == Portrait(title="A title")


def test_of_several_entries_the_one_at_the_source_speaks():
    entry = "<div class=h-entry><a class='u-url p-name' href=/d/{0}>Entry {0}</a></div>"
    assert portrait(entry.format(2) + entry.format(1)).title == "Entry 1"
    assert portrait("<title>List</title>" + entry.format(2) + entry.format(3)).title == "List"


def test_a_name_that_is_only_the_text_again_is_no_title():
    assert portrait(f"<title>T</title><div class=h-entry><p class=e-content>{'words ' * 60}</p></div>").title == "T"


def test_the_one_card_on_the_page_is_its_author():
    page = "<a class=h-card href=/me>Flower</a><div class=h-entry><p class=p-name>N</p></div>"
    assert (portrait(page).author, portrait(page).author_url) == ("Flower", "http://there.example/me")


def test_old_classic_microformats_are_read():
    author = "<span class='author vcard'><span class=fn>F</span></span>"
    page = f"<div class=hentry><h2 class=entry-title>Old</h2>{author}</div>"
    assert (portrait(page).title, portrait(page).author) == ("Old", "F")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example"])
def test_an_author_address_is_http_or_nothing(url):
    page = f"<div class=h-entry><a class='p-author h-card' href='{url}'>F</a><p class=p-name>N</p></div>"
    assert (portrait(page).author, portrait(page).author_url) == ("F", "")


def test_an_author_who_is_only_an_address_has_no_name():
    assert portrait("<meta property=article:author content=https://social.example/me>").author == ""


@pytest.mark.parametrize(
    ("meta", "adult"),
    [
        ("<meta name=RATING content='RTA-5042-1996-1400-1577-RTA'>", True),
        ("<meta name=rating content=adult>", True),
        ("<meta name=rating content='Mature'>", True),
        ("<meta http-equiv=rating content=restricted>", True),
        ("<meta property=og:restrictions:age content='18+'>", True),
        ("<meta name=rating content=general>", False),
        ("<meta name=rating content=adulthood>", False),
        ("<meta name=description content=adult>", False),
        ("", False),
    ],
)
def test_an_adult_marking_is_told(meta, adult):
    assert portrait(meta).adult is adult


def test_words_are_cut_to_what_is_shown():
    page = portrait(f"<title>{'あ' * 300}</title><meta name=description content='{'い' * 300}'>")
    assert (len(page.title), len(page.excerpt)) == (255, 253)


@pytest.mark.parametrize(
    ("head", "adult"),
    [
        ("<meta name=rating content=general><meta name=rating content=ADULT>", True),
        ("<META NAME=Rating CONTENT=Adult>", True),
        ("<meta name='  rating ' content=' mature '>", True),
        ("<meta name=rating content='18'>", True),
        ("<meta name=label content='rta-5042-1996-1400-1577-rta'>", True),
        (
            '<meta http-equiv=PICS-Label content=\'(PICS-1.1 "http://x.example" "RTA-5042-1996-1400-1577-RTA")\'>',
            True,
        ),
        ("<body><p>Words<meta name=rating content=adult></body>", True),
        ("<meta name=rating content='safe for kids'>", False),
        ("<meta name=rating content='14 years'>", False),
        ("<meta name=rating content='1800'>", False),
        ("<meta name=rating content=nonadult>", False),
        ("<meta name=rating content='non-adult'>", False),
        ("<meta name=rating content='Not adult'>", False),
        ("<!-- <meta name=rating content=adult> -->", False),
        ("<script>'<meta name=rating content=adult>'</script>", False),
        ("<template><meta name=rating content=adult></template>", False),
    ],
)
def test_a_marking_is_found_in_any_meta_and_nowhere_else(head, adult):
    assert portrait(head).adult is adult


@pytest.mark.parametrize(
    ("rating", "adult"),
    [
        ("R18", True),
        ("R-18", True),
        ("r18+", True),
        ("Ｒ１８", True),
        ("ＡＤＵＬＴ", True),
        ("Adults only", True),
        ("explicit", True),
        ("成人", True),
        ("成人向け", True),
        ("18禁", True),
        ("１８禁", True),
        ("18歳以上", True),
        ("not for kids, adult", True),
        ("not adult; RTA-5042-1996-1400-1577-RTA", True),
        ("R15", False),
        ("R-180", False),
        ("PR18", False),
        ("118禁", False),
        ("全年齢", False),
        ("非成人向け", False),
        ("not explicit", False),
        ("non-explicit", False),
        ("Not adults only", False),
        ("explicitly safe", False),
        ("15歳以上", False),
        ("18歳未満も可", False),
    ],
)
def test_a_rating_is_read_as_its_country_writes_it(rating, adult):
    assert portrait(f"<meta name=rating content='{rating}'>").adult is adult


def test_a_rating_is_kept_short_and_in_one_line():
    assert portrait(f"<meta name=rating content='adult \n {'x' * 300}'>").rating == f"adult {'x' * 94}"


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        ("<link rel=alternate type=application/atom+xml href=/feed>", "http://there.example/feed"),
        (
            "<link rel='ALTERNATE home' type='Application/RSS+XML; charset=utf-8' href=rss>",
            "http://there.example/d/rss",
        ),
        (
            "<base href=/x/><link rel=alternate type=application/rdf+xml href=index.rdf>",
            "http://there.example/x/index.rdf",
        ),
        ("<a rel=alternate type=application/rss+xml href=/f>RSS</a>", "http://there.example/f"),
        ("<link rel=alternate type=application/atom+xml href=javascript:x>", ""),
        ("<link rel=alternate hreflang=ja href=/ja>", ""),
        ("<link rel=stylesheet type=application/atom+xml href=/feed>", ""),
        ("<a href=/feed.atom>Feed</a>", ""),
    ],
)
def test_a_feed_is_what_a_page_names_as_one(head, feed):
    assert portrait(head).feed == feed


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        ("<link rel=canonical href='/d/1?a=2'>", "http://there.example/d/1?a=2"),
        ("<base href=http://other.example/><link rel='Canonical nofollow' href=x>", "http://other.example/x"),
        ("<link rel=canonical href='mailto:x'><link rel=canonical href=2>", "http://there.example/d/2"),
        ("<a rel=canonical href=/d/1>x</a>", ""),
        ("<p>x", ""),
    ],
)
def test_a_page_names_the_address_that_it_calls_its_own(html, canonical):
    assert portrait(html).canonical == canonical
