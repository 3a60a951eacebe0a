"""Rules of a blog and of a page as people choose them: the choices of a form, and what each stands for."""

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buttobi.trackbacks.models.policy import KINDS, NEVER, Culture, Rules, Showing

Choices = list[tuple[str, "str | Promise"]]

# What a page says when it leaves a rule to its blog.
AS_THE_BLOG = ""
_KINDS_BESIDE = " "
_DAYS = (7, 30, 90, 365)

CULTURES: Choices = [
    (Culture.MENTION, _("A link is needed. Without one, it is refused.")),
    (Culture.ORDINARY, _("A link is welcome. Without one, you decide.")),
    (Culture.RELATED, _("No link is needed. Without one, it is shown as related.")),
]
SHOWINGS: Choices = [
    (Showing.EXAMINED, _("After our program looked at the page")),
    (Showing.LOOKED, _("After I looked")),
]


def kinds() -> Choices:
    """All kinds together, then fewer and fewer, each set as one choice."""
    sets = [some for size in range(len(KINDS), 0, -1) for some in combinations(KINDS, size)]
    return [(_KINDS_BESIDE.join(some), named(some)) for some in sets]


def named(some: Collection[str]) -> "str | Promise":
    """Kinds in words."""
    return gettext(", ").join(KINDS[kind] for kind in some) if len(some) < len(KINDS) else _("all kinds")


def days() -> Choices:
    """For how many days a page is open to other sites."""
    return [(str(number), open_for(number)) for number in (NEVER, *_DAYS)]


def open_for(number: int) -> "str | Promise":
    """The same in words."""
    return format_lazy(_("open to other sites for {days} days"), days=number) if number else _("always open to all")


def typed(rules: Rules) -> dict[str, str]:
    """What a form shows for the rules of a page."""
    after = rules.closes_after_days
    return {
        "takes": _KINDS_BESIDE.join(rules.takes) if rules.takes is not None else AS_THE_BLOG,
        "culture": rules.culture,
        "showing": rules.showing,
        "closes_after_days": str(after) if after is not None else AS_THE_BLOG,
    }


class Meant(TypedDict):
    """The rules of a page as its row has them."""

    takes: list[str] | None
    culture: str
    showing: str
    closes_after_days: int | None


def meant(found: Mapping[str, str]) -> Meant:
    """The rules of a page that a valid form stands for; what it does not ask is as the blog has it."""
    takes, after = found.get("takes", AS_THE_BLOG), found.get("closes_after_days", AS_THE_BLOG)
    return {
        "takes": takes.split(_KINDS_BESIDE) if takes else None,
        "culture": found.get("culture", AS_THE_BLOG),
        "showing": found.get("showing", AS_THE_BLOG),
        "closes_after_days": int(after) if after else None,
    }
