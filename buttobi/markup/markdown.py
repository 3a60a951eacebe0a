"""Markdown into HTML that is safe to show.

The only importer of the renderer, so that another one can take its place here.
"""

import re

import comrak

from buttobi.markup.errors import PAGE_TOO_LONG, TEXT_TOO_LONG, TOO_MANY_CELLS, MarkupTooLarge
from buttobi.markup.sanitize import LONGEST as LONGEST_PAGE
from buttobi.markup.sanitize import sanitize

LONGEST = 200_000
MOST_CELLS = 20_000

_RULE = re.compile(r"[\s>*+\d.):|-]*-[\s>:|-]*")
_BLANK = re.compile(r"[\s>]*")
_LINE = re.compile(r"\r\n|\r|\n")
# Boxes to tick are form controls, which no entry may have; ticked or not is all that a reader needs.
_BOXES = (('<input type="checkbox" checked="" disabled="" />', "☑"), ('<input type="checkbox" disabled="" />', "☐"))


def render(markdown: str) -> str:
    """Safe HTML of a text in Markdown, HTML inside it included. Raises MarkupTooLarge."""
    if len(markdown) > LONGEST:
        raise MarkupTooLarge(TEXT_TOO_LONG)
    _check_tables(markdown)
    html = comrak.render_markdown(markdown, _extensions(), None, _output())
    if len(html) > LONGEST_PAGE:
        raise MarkupTooLarge(PAGE_TOO_LONG)
    for box, sign in _BOXES:
        html = html.replace(box, sign)
    return sanitize(html)


def _extensions() -> comrak.ExtensionOptions:
    options = comrak.ExtensionOptions()
    options.autolink = True
    # Without it **「強調」**です stays as it is typed.
    options.cjk_friendly_emphasis = True
    options.footnotes = True
    options.strikethrough = True
    options.table = True
    options.tasklist = True
    return options


def _output() -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    # HTML passes the renderer, because the cleaner after it is what decides.
    options.unsafe_ = True
    return options


def _check_tables(markdown: str) -> None:
    """Refuse tables by the cells they would have: a row of one letter is filled up to the width of its table.

    The renderer makes 250 megabytes of 30 kilobytes and takes two minutes, so this cannot wait for its output.
    """
    columns = cells = 0
    for line in _LINE.split(markdown):
        if _BLANK.fullmatch(line):
            columns = 0
        elif "|" in line and _RULE.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        cells += columns
        if cells > MOST_CELLS:
            raise MarkupTooLarge(TOO_MANY_CELLS)
