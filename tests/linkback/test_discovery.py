"""Where a page takes linkbacks."""

import pytest

from linkback.discovery import Endpoints, find_endpoints

URL = "http://there.example/d/1"
HTML = [("Content-Type", "text/html; charset=utf-8")]


def block(about: str, ping: str, name: str = "dc:identifier") -> str:
    return f'<rdf:RDF><rdf:Description rdf:about="{about}" {name}="{about}" trackback:ping="{ping}" /></rdf:RDF>'


def find(body: str, headers: list[tuple[str, str]] = HTML, url: str = URL, asked: str = "") -> Endpoints:
    return find_endpoints(url, headers, body.encode(), asked=asked)


def test_a_page_that_takes_everything():
    found = find(
        '<link rel="pingback" href="http://there.example/x?a&amp;b" />'
        "<link rel=webmention href=/wm><link rel='trackback-policy' href=/tb/1/policy>"
        f"<!-- {block(URL, 'http://there.example/tb/1')} -->"
    )
    assert found == Endpoints(
        webmention="http://there.example/wm",
        trackback="http://there.example/tb/1",
        pingback="http://there.example/x?a&b",
        policy="http://there.example/tb/1/policy",
    )


def test_a_page_that_takes_nothing():
    assert find("<p>Hello") == Endpoints()


@pytest.mark.parametrize("content_type", ["image/png", "text/plain", "application/json"])
def test_only_markup_is_read(content_type):
    assert find("<link rel=webmention href=/wm>", [("content-type", content_type)]) == Endpoints()


@pytest.mark.parametrize(
    "value",
    [
        '</wm>; rel="webmention"',
        "</wm>; rel=webmention",
        "</wm>;rel='webmention'",
        '</wm>; REL="x WebMention y"',
        '</other>; rel=other; title="a, b; rel=webmention", </wm>; rel=webmention',
        '<mailto:a@b.example>; rel=webmention, </wm>; rel="webmention"',
        '</wm>; rel="http://webmention.org/"',
        '</x>; rel=webmention; anchor="#a", </wm>; rel=webmention',
        'garbage, </wm>; title="\\"q\\""; rel=webmention',
    ],
)
def test_link_headers_are_read_as_they_are_met(value):
    assert find("", [*HTML, ("LINK", value)]).webmention == "http://there.example/wm"


def test_several_link_headers_are_read_in_order():
    assert find(
        "", [("Link", "</a>; rel=a"), ("Link", "</b>; rel=webmention"), ("Link", "</c>; rel=webmention")]
    ).webmention == ("http://there.example/b")


@pytest.mark.parametrize(
    "body",
    [
        "<!-- <a rel=webmention href=/no> -->",
        "&lt;a rel=webmention href=/no>",
        "<template><a rel=webmention href=/no></template>",
        "<script><a rel=webmention href=/no></script>",
        "<form rel=webmention action=/no>",
        "<a rel=not-webmention href=/no>",
        "<a rel=webmention>",
    ],
)
def test_what_looks_like_an_endpoint_and_is_none(body):
    assert find(body + "<a rel=webmention href=yes hidden>").webmention == "http://there.example/d/yes"


def test_a_base_element_counts_for_elements_and_not_for_headers():
    page = "<base href='http://base.example/b/'><a rel=webmention href=wm>"
    assert find(page).webmention == "http://base.example/b/wm"
    assert find(page, [*HTML, ("Link", "<wm>; rel=webmention")]).webmention == "http://there.example/d/wm"


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("", URL),
        ("", "https://THERE.example:443/d/1"),
        ("http://old.example/1", "http://old.example/1"),
        ("", URL + "#top"),
        ("", "https://www.there.example/d/1/"),
    ],
)
def test_a_single_block_is_ours_when_it_names_this_page(asked, about):
    assert find(block(about, "/tb/1"), asked=asked).trackback == "http://there.example/tb/1"


def test_a_single_block_that_names_another_page_is_not_ours():
    assert find(block("http://there.example/d/12", "/tb/12")).trackback is None


def test_among_several_blocks_spelling_counts():
    others = block("http://there.example/d/1/", "/tb/a") + block("http://there.example/d/12", "/tb/b")
    assert find(others).trackback is None
    assert find(others + block(URL, "/tb/1")).trackback == "http://there.example/tb/1"


def test_an_entry_of_a_page_of_entries_is_found_by_its_fragment():
    page = block(URL + "#p01", "/tb/1") + block(URL + "#p02", "/tb/2")
    assert find(page, asked=URL + "#p02").trackback == "http://there.example/tb/2"
    assert find(page, asked=URL + "#p02", url=URL + "/").trackback == "http://there.example/tb/2"


def test_a_misspelled_identifier_is_read():
    assert find(block(URL, "/tb/1", "dc:identifer")).trackback == "http://there.example/tb/1"


def test_rel_trackback_is_the_second_source():
    assert find("<a rel='nofollow trackback' href=tb>").trackback == "http://there.example/d/tb"
    assert find("<link rel=trackback href=/a>" + block(URL, "/b")).trackback == "http://there.example/b"


@pytest.mark.parametrize(
    "body",
    ["<link rel='pingback' href='http://there.example/x'>", '<link href="http://there.example/x" rel="pingback">',
     '<LINK rel="pingback" href="http://there.example/x">', '<link rel="pingback" href="/x">'],
)  # fmt: skip
def test_pingback_is_strict(body):
    assert find(body).pingback is None


def test_pages_in_old_encodings_are_read():
    page = '<meta charset="euc-jp"><p>日記<a rel=webmention href=/wm>'
    assert find_endpoints(URL, [], page.encode("euc-jp")).webmention == "http://there.example/wm"
