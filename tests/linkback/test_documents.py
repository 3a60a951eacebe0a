"""Other people's HTML and XML, within bounds."""

import pytest

from linkback import documents
from linkback.errors import RemoteProtocolError


def test_a_page_is_read_in_document_order():
    page = documents.read_html(
        "<html lang=ja><head><title>T &amp; t</title><base href=/d/><base href=/e/><meta NAME=Author content=A>"
        "<link rel='A  b' href=l></head><body><!-- c --><p>Hello <a href=x>wo<b>r</b>ld</a>.<img src=i alt=pic></body>"
    )
    assert (page.title, page.base, page.language) == ("T & t", "/d/", "ja")
    assert page.metas == (("author", "A"),)
    assert page.comments == (" c ",)
    assert [(link.tag, link.address, link.label) for link in page.links] == [
        ("link", "l", ""),
        ("a", "x", ""),
        ("img", "i", "pic"),
    ]
    assert page.links[0].rel == {"a", "b"}
    assert page.text[page.links[1].start : page.links[1].end] == "world"


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<script>{}</script>",
        "<style>{}</style>",
        "<template>{}</template>",
        "<textarea>{}</textarea>",
        "<title>{}</title>",
        "<iframe>{}</iframe>",
        "<noembed>{}</noembed>",
        "<xmp>{}</xmp>",
        "<noscript>{}</noscript>",
        "<body><noscript>{}</noscript>",
        "<p title='{}'>",
    ],
)
def test_what_is_no_element_is_no_link(around):
    assert documents.read_html(around.format("<a href=x>y</a>")).links == ()


@pytest.mark.parametrize(
    "around",
    [
        "<div hidden>{}</div>",
        "<div style='display: none'>{}</div>",
        "<div style='color:red;DISPLAY:/**/none !important'>{}</div>",
        "<div style='dis\\70lay:none'>{}</div>",
        "<div style='visibility:hidden'><p>{}</div>",
        "<div style='opacity:0.0'>{}</div>",
        "<div style='font-size:0px'>{}</div>",
        "<div style='text-indent:-9999px'>{}</div>",
        "<div style='position:absolute;left:-5000px'>{}</div>",
    ],
)
def test_a_hidden_link_is_not_seen(around):
    page = documents.read_html(around.format("<a href=x>y</a>"))
    assert [link.seen for link in page.links] == [False]
    assert page.text.strip() == ""


@pytest.mark.parametrize(
    "around",
    ["<div style='opacity:0.5'>{}</div>", "<div style='margin-left:-10px'>{}</div>", "<div aria-hidden=true>{}"],
)
def test_an_ordinary_style_hides_nothing(around):
    assert [link.seen for link in documents.read_html(around.format("<a href=x>y</a>")).links] == [True]


def test_a_picture_of_one_dot_is_not_seen():
    page = documents.read_html("<img src=a width=1 height=1><img src=b width=1><img src=c width=200 height=1>")
    assert [link.seen for link in page.links] == [False, True, True]


@pytest.mark.parametrize(
    "hostile",
    ["<div>" * 100_000, "<a href=x>" * 50_000, "<" * 200_000, "<a " + "x " * 100_000 + ">", "<!--" * 50_000,
     "\x00" * 1000, "&#" * 50_000,
     "<p style='" + "opacity:0" * 20_000 + "'>", "<font size=1>" * 20_000 + "<p>" * 2_000],
    ids=["deep", "links", "signs", "attributes", "comments", "nul", "references", "style", "fonts"],
)  # fmt: skip
def test_hostile_html_is_a_page_too(hostile):
    assert documents.read_html(hostile).language == ""


def test_what_stands_behind_a_million_characters_is_not_read():
    assert documents.read_html(" " * documents.LONGEST + "<a href=x>").links == ()


def test_microformats_are_read_from_pages_that_have_them():
    page = documents.read_html("<div class=h-entry><p class=p-name>N</p><a class=u-url href=/1>x</a></div>")
    (entry,) = documents.read_microformats(page, "http://there.example/")["items"]
    assert entry["properties"]["name"] == ["N"]
    assert entry["properties"]["url"] == ["http://there.example/1"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>none",
        "<div class=h-entry>" * 9,
        "<div>" * 200 + "<p class=h-entry>",
        "<p class=h-entry>" + "x" * 262_144,
        "<div class=h-entry>" + "<div class='e-content p-name u-url'>" * 100 + "<b>x</b>" * 1_000,
        "<p class=h-entry>" + "<p>x</p>" * 14_000,
        "<p class=h-entry " + " ".join(f"a{n}" for n in range(200)) + ">",
    ],
    ids=["none", "nested", "deep", "long", "marked", "many", "attributes"],
)
def test_microformats_are_not_read_from_pages_that_would_take_long(page):
    assert documents.read_microformats(documents.read_html(page), "http://there.example/") == {}


def test_xml_becomes_branches():
    root = documents.read_xml(
        '\ufeff <?xml version="1.0" encoding="EUC-JP"?>\n'
        '<a x="1" xmlns:q="u"><q:b q:y="2">t&amp;<![CDATA[<z>]]></q:b>u</a>'
    )
    assert [(branch.name, branch.attributes, branch.words) for branch in root.walk()] == [
        ("a", {"x": "1"}, "u"),
        ("b", {"y": "2"}, "t&<z>"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "<a>",
        "<a/><b/>",
        "<a>&nbsp;</a>",
        "<a x='1' x='2'/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "<? xml ?><a/>",
        "<a>" * 65 + "</a>" * 65,
        "<a>" + "<b/>" * 100_001 + "</a>",
        " " * 1_000_001,
    ],
    ids=range(12),
)
def test_xml_that_is_broken_or_dangerous_is_refused(text):
    with pytest.raises(RemoteProtocolError):
        documents.read_xml(text)


def test_labels_have_the_names_of_the_browsers():
    assert documents.encoding_name("X-SJIS") == "shift_jis"
    assert documents.encoding_name("latin1") == "windows-1252"
    assert documents.encoding_name("utf-7") is None
    assert documents.encoding_name("iso-2022-kr") is None
    assert documents.encoding_name("") is None


def test_what_does_not_decode_is_marked():
    assert documents.decode(b"\x87@\xff", "shift_jis") == "①\ufffd"
