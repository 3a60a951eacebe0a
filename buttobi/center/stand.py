"""What stands in a theme while its form is open somewhere: a form that is sent later never undoes what others did.

A form takes a mark of it along; before anything is written, the mark is held against what stands now.
"""

import hashlib
from collections.abc import Collection, Mapping

from buttobi.center.models import Theme
from buttobi.entries.models import Entry

# What an owner's form may change; the form of staff may change everything.
OF_OWNERS = ("state", "opens_at", "closes_at", "cover", "cover_alt")
# Where a theme stands follows from these.
LIFE = ("state", "opens_at", "closes_at")

Stand = dict[str, str]


class Overtaken(Exception):  # noqa: N818 (named by what became of the form)
    """A form whose theme was changed since it was opened: nothing of it was written."""


def of(entry: Entry, theme: Theme | None) -> Stand:
    """Everything that a form can change, as it stands; an entry that is no theme has no state as one."""
    shown = theme or Theme()
    tags = entry.tags.values_list("name", flat=True) if entry.pk else ()
    return {
        "state": entry.state if theme is not None else "",
        **{name: getattr(entry, name) for name in ("title", "body", "second_title", "second_body")},
        "tags": ",".join(sorted(tags)),
        **{name: str(getattr(entry, name) or "") for name in ("opens_at", "closes_at")},
        "cover": str(shown.cover_id or ""),
        "cover_alt": shown.cover_alt,
        "second_cover_alt": shown.second_cover_alt,
        "on_shelf": str(shown.on_shelf),
    }


def blank() -> Stand:
    """What stands in a theme that was only just begun."""
    return of(Entry(), Theme())


def mark(stand: Stand, names: Collection[str] | None = None) -> str:
    """What a form takes along: of each field so much that a change is seen."""
    return ",".join(f"{name}={_digest(text)}" for name, text in stand.items() if names is None or name in names)


def changed(marked: str, stand: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that do not stand as they did when the mark was made; a form without a mark names none."""
    before = dict(part.partition("=")[::2] for part in marked.split(","))
    return tuple(name for name, text in stand.items() if name in before and before[name] != _digest(text))


def check(*, entry: Entry, marked: str) -> None:
    """Raises Overtaken when somebody else was quicker. Call it in the transaction that writes: it holds the entry."""
    held = Entry.objects.kept().select_for_update().get(pk=entry.pk)
    if changed(marked, of(held, Theme.objects.filter(entry=held).first())):
        raise Overtaken


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()
