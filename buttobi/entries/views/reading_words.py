"""The words of an entry as one reader sees them: a theme of a Trackback Center has them in two languages."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.markup.plain import excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Title, safe HTML and first words, and the language that they are in."""

    language: str
    title: str
    html: str
    excerpt: str


def of_entry(entry: Entry) -> Words:
    """The words in the active language where the entry has them, else in its blog's."""
    blog = entry.blog
    active = translation.get_language() or blog.language
    if blog.official and active != blog.language and entry.second_title:
        opening = excerpt(entry.second_html)
        return Words(language=active, title=entry.second_title, html=entry.second_html, excerpt=opening)
    opening = entry.target.summary if entry.target else excerpt(entry.html)
    return Words(language=blog.language, title=entry.heading, html=entry.html, excerpt=opening)


def speak(blog: Blog) -> str:
    """The language in which a blog's pages are shown now; an official blog's name is translated in place."""
    if not blog.official:
        return blog.language
    blog.title = blog.display_title
    blog.description = gettext("Themes to write about on your own blog. Answer one with a trackback.")
    return translation.get_language() or blog.language
