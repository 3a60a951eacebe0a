"""How deep a parser would have to nest a text, told from the text."""

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from buttobi.markup import tags
from buttobi.markup.errors import MarkupTooLarge


def names(html):
    return [f"/{tag.name}" if tag.is_end else tag.name for tag in tags.tags(html)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>a<B class=x>b</B></p>", ["p", "b", "/b", "/p"]),
        ("a < b <3 </ x> <>", []),
        ("<!-- <p> --><p>", ["p"]),
        ("<!--><p>--><!--->", ["p"]),
        ("<!-- <p>", []),
        ("<!doctype html><?php <p> ?><p>", ["p"]),
        ("<style><p></style><p>", ["style", "/style", "p"]),
        ("<textarea></p></textareas></textarea >", ["textarea", "/textarea"]),
        ("<a title='</a>' b=\"<p>\" c=</a>", ["a"]),
        ("<a b'><p>", ["a", "p"]),
        ("<br/><img src=/x/>", ["br", "img"]),
    ],
)
def test_tags_are_read_as_a_browser_reads_them(html, found):
    assert names(html) == found


def test_attributes_are_read_in_every_notation():
    (tag,) = tags.tags("""<a href="1" TITLE='2 > 1' x=y/z checked / a = b>""")
    assert tag.attributes == [("href", "1"), ("title", "2 > 1"), ("x", "y/z"), ("checked", ""), ("a", "b")]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 257,
        "<ul><li>" * 129,
        # None of these end tags closes what was opened.
        "<div></p>" * 257,
        "<div><!--</div>-->" * 257,
        "<div><style></div></style>" * 257,
        "<div><br title='</div>'>" * 257,
        "<svg>" + "<g></g>" * 257,
        "<p>" + "<b>" * 65,
        "<p><b></p>" * 65,
        "<p " + " ".join(f"a{number}" for number in range(65)) + ">",
        "<p>" + "<b>" * 60 + "<p>x" * 10_000,
        "<i></i>" * 300_001,
    ],
)
def test_what_takes_a_parser_long_is_refused(html):
    with pytest.raises(MarkupTooLarge):
        tags.check_depth(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 256 + "</div>" * 256,
        "<p>one<p>two" * 1000,
        "<ul>" + "<li>one" * 1000 + "</ul>",
        "<ul><li>one</ul>" * 1000,
        "<ul>" + "<li><p>one" * 1000 + "</ul>",
        "<dl>" + "<dt>a<dd>b" * 1000 + "</dl>",
        "<table>" + "<tr><td>a<td>b" * 1000 + "</table>",
        "<p><b>x</b> <a href=y>z</a><br></p>" * 1000,
        "<iframe src=x></iframe>" + "<p>x</p>" * 1000,
    ],
)
def test_long_and_ordinary_texts_pass(html):
    tags.check_depth(html)


PIECES = st.sampled_from(
    [
        *(
            f"<{name}>"
            for name in ("p", "b", "div", "li", "table", "td", "a", "svg", "select", "style", "title", "button")
        ),
        *(
            f"</{name}>"
            for name in ("p", "b", "div", "li", "table", "td", "a", "svg", "select", "style", "title", "button")
        ),
        *(
            "<!--",
            "-->",
            "<!-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "x",
            '"',
            "'",
            "<a b='",
            '<p a="</p>">',
            "</br>",
            "<",
            "</ ",
        ),
    ]
)


def depth(html):
    deepest, waiting = 0, [(turbohtml.parse_fragment(html), 0)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in node.children if isinstance(child, turbohtml.Element)]
    return deepest


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_what_is_measured_is_never_less_than_what_is_built(pieces):
    html = "".join(pieces)
    measured, tags.DEEPEST = tags.DEEPEST, 4
    try:
        tags.check_depth(html)
    except MarkupTooLarge:
        return
    finally:
        tags.DEEPEST = measured
    # A parser adds what is left out: a cell brings its row and its table body.
    assert depth(html) <= 3 * 4 + 2
