"""How readers will see what stands in the form, rendered by the same code."""

from collections.abc import Iterator

from django.utils.translation import gettext

from buttobi.blogs.models import Blog
from buttobi.entries.keep import Values
from buttobi.markup.errors import MarkupTooLarge
from buttobi.markup.markdown import render

OTHER_LANGUAGE = {"ja": "en", "en": "ja"}


def of(values: Values, blog: Blog) -> list[dict[str, str]]:
    """One text, or for a theme its two: language, title, and safe HTML or the reason why there is none."""
    return list(_texts(values, blog))


def _texts(values: Values, blog: Blog) -> Iterator[dict[str, str]]:
    yield _text(values["title"], values["body"], blog.language)
    if blog.official and (values["second_title"] or values["second_body"]):
        yield _text(values["second_title"], values["second_body"], OTHER_LANGUAGE[blog.language])


def _text(title: str, body: str, language: str) -> dict[str, str]:
    try:
        return {"language": language, "title": title.strip(), "html": render(body), "problem": ""}
    except MarkupTooLarge as problem:
        return {"language": language, "title": title.strip(), "html": "", "problem": gettext(problem.sentence)}
