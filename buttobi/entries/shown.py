"""What an entry, as it stands in its form, gives to the pages that it trackbacks: its words and its links."""

from dataclasses import dataclass

from buttobi.blogs.models import Blog
from buttobi.entries.keep import Values
from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.links import links
from buttobi.markup.markdown import render
from buttobi.markup.plain import excerpt, first_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The very words that a receiver gets."""

    title: str
    excerpt: str
    blog_name: str
    links: tuple[str, ...]
    """The addresses that the text links to, once each."""


def of(values: Values, blog: Blog) -> Shown:
    """A text that is too large to be rendered gives only its title."""
    html = "\n".join(_html(values[name]) for name in ("body", "second_body"))
    title = values["title"].strip() or first_words(html)
    base = f"{blog.address}{values['slug'] or 'entry'}/"
    return Shown(title=title, excerpt=excerpt(html) or title, blog_name=blog.title, links=tuple(links(html, base=base)))


def _html(text: str) -> str:
    try:
        return render(text)
    except MarkupTooLarge:
        return ""
