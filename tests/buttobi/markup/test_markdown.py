"""Markdown as people write it, and as nobody should."""

import pytest

from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.markdown import render


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**「強調」**です", "<p><strong>「強調」</strong>です</p>\n"),
        ("これは*『題』*という本", "<p>これは<em>『題』</em>という本</p>\n"),
        ("~~古い~~新しい", "<p><del>古い</del>新しい</p>\n"),
        ("# 題", "<h1>題</h1>\n"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>\n"),
        ("```python\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>\n"),
        ("<ruby>漢<rt>かん</rt></ruby>", "<p><ruby>漢<rt>かん</rt></ruby></p>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(markdown, html):
    assert render(markdown) == html


def test_a_table_becomes_a_table():
    html = render("| a | b |\n|:-:|---|\n| 1 | **2** |")
    assert '<th align="center">a</th>' in html
    assert "<td><strong>2</strong></td>" in html


def test_an_address_becomes_a_link_that_says_whose_it_is():
    assert '<a href="https://blog.example.com/1" rel="nofollow ugc noopener noreferrer">' in render(
        "see https://blog.example.com/1."
    )


def test_a_footnote_leads_down_and_back():
    html = render("said[^1]\n\n[^1]: note")
    assert 'href="#fn-1" id="fnref-1"' in html
    assert '<li id="fn-1">' in html
    assert 'href="#fnref-1"' in html


@pytest.mark.parametrize(
    "markdown",
    [
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg onload=alert(1)>",
        "<style>*{display:none}</style>",
        "<script>alert(1)</script>",
        '```" onclick=alert(1)\nx\n```',
        "<img src=x onerror=alert(1)>",
    ],
)
def test_neither_markdown_nor_html_in_it_can_run(markdown):
    html = render(markdown)
    for harm in (
        "<script",
        "<svg",
        "<style",
        "onerror",
        "onload",
        "onclick=",
        'href="javascript',
        'href="data',
        'src="java',
    ):
        assert harm not in html


@pytest.mark.parametrize(
    "markdown",
    [
        ">" * 100_000,
        "> " * 100_000,
        "\n".join("  " * depth + "- x" for depth in range(400)),
        "|" + "a|" * 5000 + "\n|" + "-|" * 5000 + "\n" + "a\n" * 5000,
        "> |" + "a|" * 2000 + "\n> |" + "-|" * 2000 + "\n" + "> a\n" * 2000,
        "- |" + "a|" * 2000 + "\n  |" + ":-:|" * 2000 + "\n" + "  a\n" * 2000,
        "a|" * 2000 + "a\r" + "-|" * 2000 + "-\r" + "a\r" * 2000,
        "[^a]" * 10_000 + "\n\n[^a]: x",
        "<b>" * 10_000,
        "".join(f"<font size={number}>" for number in range(10_000)),
        "<div>" * 30_000,
        "x" * 200_001,
    ],
)
def test_a_bomb_is_refused_with_a_sentence(markdown):
    with pytest.raises(MarkupTooLarge, match=r"^[A-Z].*\.$"):
        render(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "*" * 200_000,
        "[" * 200_000,
        "`" * 200_000,
        "<" * 200_000,
        "[a](" * 50_000,
        "![[" * 60_000,
        "- " * 100_000,
        "**あ" * 60_000,
    ],
)
def test_other_hostile_shapes_are_just_rendered(markdown):
    assert isinstance(render(markdown), str)


def test_a_long_table_is_still_a_table():
    rows = "| 1 | 2 | 3 |\n" * 3000
    assert render(f"| a | b | c |\n|---|---|---|\n{rows}").count("<tr>") == 3001
