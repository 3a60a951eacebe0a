"""Nothing that runs, loads, restyles or deceives comes through."""

from html.parser import HTMLParser

import pytest

from buttobi.markup import sanitize as module
from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.sanitize import sanitize


class Judge(HTMLParser):
    """Reads HTML by other means than the cleaner and keeps what could do harm."""

    def __init__(self, html):
        super().__init__()
        self.harm = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in {
            "script",
            "style",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "base",
            "meta",
            "link",
        }:
            self.harm.append(tag)
        for name, value in attrs:
            folded = "".join((value or "").split()).lower()
            if name.startswith("on") or name in {"style", "name", "srcdoc", "srcset", "formaction", "xlink:href"}:
                self.harm.append(name)
            if folded.startswith(("javascript:", "data:", "vbscript:", "file:", "\x01javascript:")):
                self.harm.append(value)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=javascript:alert(1)>",
        "<img src=data:image/svg+xml,<svg/onload=alert(1)>>",
        "<img srcset='javascript:alert(1)'>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href='JaVa&#x09;Script&colon;alert(1)'>x</a>",
        "<a href='\x01javascript:alert(1)'>x</a>",
        "<a href=' &#14; javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href=vbscript:x>x</a>",
        "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "<style>@import 'http://other.example.com/x.css'</style>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data=javascript:alert(1)></object><embed src=javascript:alert(1)>",
        "<form action=javascript:alert(1)><input name=password><button formaction=javascript:x>y</button></form>",
        "<base href='http://other.example.com/'>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<link rel=stylesheet href=http://other.example.com/x.css>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
        "<template><script>alert(1)</script></template>",
        "<p id=login name=login class='button danger'>x</p>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<?xml version='1.0'?><a href=javascript:alert(1)>x",
        "<a title='\"><img src=x onerror=alert(1)>'>x</a>",
        "<details open ontoggle=alert(1)>x</details>",
    ],
)
def test_what_could_do_harm_is_taken_out(html):
    clean = sanitize(html)
    assert Judge(clean).harm == []
    assert sanitize(clean) == clean


@pytest.mark.parametrize(
    "html",
    [
        "<p>one <strong>two</strong> <em>three</em><br><del>four</del></p>",
        "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>",
        '<table><thead><tr><th align="center" scope="col">a</th></tr></thead></table>',
        '<table><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        "<blockquote><p>said</p></blockquote><hr><pre><code>x &lt; y</code></pre>",
        '<ol start="3"><li>three</li></ol>',
        '<p lang="en" title="x">y</p>',
    ],
)
def test_what_people_write_stays(html):
    assert sanitize(html) == html


def test_a_link_says_that_it_is_somebodys_own():
    rel = 'rel="nofollow ugc noopener noreferrer"'
    assert sanitize('<a href="https://blog.example.com/?a=1&amp;b=2" rel="me" target="_blank">x</a>') == (
        f'<a href="https://blog.example.com/?a=1&amp;b=2" {rel}>x</a>'
    )
    assert sanitize("<a href='mailto:me@blog.example.com'>x</a>") == f'<a href="mailto:me@blog.example.com" {rel}>x</a>'


@pytest.mark.parametrize("src", ["http://blog.example.com/1.png", "https://blog.example.com/1.png", "/media/1.png"])
def test_a_picture_is_loaded_when_it_is_seen(src):
    assert (
        sanitize(f'<img src="{src}" alt="犬" width="640">') == f'<img src="{src}" alt="犬" width="640" loading="lazy">'
    )


@pytest.mark.parametrize("src", ["//other.example.com/1.png", "/\\other.example.com/1.png", "mailto:x", "1.png"])
def test_a_picture_without_a_clear_address_is_not_loaded(src):
    assert "src" not in sanitize(f"<img src='{src}' alt=x>")


def test_a_number_is_a_number():
    assert sanitize("<ol start='1;x'><li value=99999999>x</ol>") == "<ol><li>x</li></ol>"


def test_only_the_marks_of_footnotes_are_kept():
    html = '<section class="footnotes login"><ol><li id="fn-1">x</li><li id="login">y</li></ol></section>'
    assert sanitize(html) == '<section class="footnotes"><ol><li id="fn-1">x</li><li>y</li></ol></section>'


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "".join(f"<font a{number}=1>" for number in range(10_000)),
        "<a " + " ".join(f"a{number}" for number in range(100_000)) + ">",
        "<p>" + "".join(f"<b a{number}>" for number in range(60)) + "<p>x" * 100_000,
        "x" * 2_000_001,
        "&amp" * 600_000,
    ],
)
def test_what_would_cost_too_much_is_refused_with_a_sentence(html):
    with pytest.raises(MarkupTooLarge, match=r"^[A-Z].*\.$"):
        sanitize(html)


@pytest.mark.parametrize("html", ["<" * 500_000, "<!--" * 200_000, "</" * 300_000, "<title>" * 100_000])
def test_endless_beginnings_come_to_an_end(html):
    assert Judge(sanitize(html)[:1000]).harm == []


def test_should_the_cleaner_fail_the_reader_sees_the_source(monkeypatch):
    class Asleep:
        def clean(self, html):
            return html

    monkeypatch.setattr(module, "_cleaner", Asleep())
    for html in ("<script>x</script>", "<p onclick=x>y</p>", "<a href='java&#10;script:x'>y</a>"):
        assert "<" not in sanitize(html)
    assert sanitize("<p>y</p>") == "<p>y</p>"
