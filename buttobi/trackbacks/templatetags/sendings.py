"""Rows of Sent in words, for `trackbacks/sent_rows.html`, wherever it is included."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from buttobi.trackbacks.models import Sent
from buttobi.trackbacks.views import back
from buttobi.trackbacks.views.sendings import Sending
from buttobi.trackbacks.views.sendings import sendings as in_words

register = template.Library()


@dataclass(frozen=True, slots=True)
class Sendings:
    """Lines in their order."""

    rows: Sequence[Sending]

    @property
    def moving(self) -> bool:
        """Whether looking again in a moment shows something new."""
        return any(row.moving for row in self.rows)

    @property
    def ids(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)


@register.simple_tag
def sendings(sents: Iterable[Sent]) -> Sendings:
    """`{% sendings sents as sent %}`"""
    return Sendings(in_words(sents or ()))


@register.simple_tag(takes_context=True)
def back_here(context: dict[str, Any]) -> str:
    """The page to come back to after a press: `{% back_here %}`"""
    return back.given(context["request"])
