"""A form of a theme that somebody else was quicker than: what stands now, beside what was typed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buttobi.center import stand
from buttobi.center.desk.fields import TimeAndCover, Values
from buttobi.center.models import Theme
from buttobi.center.reading import when
from buttobi.entries.models import Entry

_WORDS = ("title", "body", "second_title", "second_body")
_ALTS = ("cover_alt", "second_cover_alt")
_NOTHING = _("nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that changed."""

    label: object
    now: object
    lang: str = ""


def is_so(form: TimeAndCover, entry: Entry, theme: Theme | None) -> bool:
    """Whether a theme stands as a form asks, once the form was read: it was sent twice, and there is nothing to do."""
    if theme is None:
        return False
    asked = form.cleaned_data
    tags = {tag.name.casefold() for tag in entry.tags.all()}
    return (
        _is_the_time(form, entry)
        and _is_the_cover(form, theme)
        and all(asked[name] == getattr(entry, name) for name in _WORDS if name in asked)
        and all(asked[name] == getattr(theme, name) for name in (*_ALTS, "on_shelf") if name in asked)
        and ("tags" not in asked or {tag.casefold() for tag in asked["tags"]} == tags)
    )


def _is_the_time(form: TimeAndCover, entry: Entry) -> bool:
    now, asked = timezone.now(), form.cleaned_data["opens_at"]
    # Empty is at once; what opened anew keeps no earlier moment.
    opened = entry.opens_at is not None and entry.opens_at <= now and (asked is None or asked <= now)
    return bool((opened or asked == entry.opens_at) and form.cleaned_data["closes_at"] == entry.closes_at)


def _is_the_cover(form: TimeAndCover, theme: Theme) -> bool:
    if form.cleaned_data.get("cover") is not None and theme.cover is not None:
        # A file that is sent twice is two pictures.
        return theme.cover.uploaded_by_id == form.by.pk
    return (form.picture.pk if form.picture is not None else None) == theme.cover_id


def rows(form: TimeAndCover, *, entry: Entry, theme: Theme | None, values: Values) -> list[Row]:
    """What changed since the form was opened, each as it stands now; `values` are the fields made of that."""
    names = stand.changed(form.data.get("stood", ""), stand.of(entry, theme))
    found = [_life(entry, theme)] if not set(stand.LIFE).isdisjoint(names) else []
    return found + [_row(form, name, values) for name in _shown(form, names)]


def _shown(form: TimeAndCover, names: Collection[str]) -> list[str]:
    return [name for name in form.fields if name in names]


def _life(entry: Entry, theme: Theme | None) -> Row:
    if theme is None:
        says = gettext("an ordinary entry")
    elif entry.state == Entry.State.PUBLISHED:
        says = when.of(theme).says
    else:
        says = entry.get_state_display()
    return Row(label=gettext("Where it stands"), now=says)


def _row(form: TimeAndCover, name: str, values: Values) -> Row:
    field, says = (
        form.fields[name],
        values.get(name, "").replace("T", " ") if name in stand.LIFE else values.get(name, ""),
    )
    if name == "cover":
        says = gettext("another picture") if values.get("kept_cover") else ""
    if name == "on_shelf":
        says = gettext("yes") if says else gettext("no")
    return Row(label=field.label, now=says or _NOTHING, lang=str(field.widget.attrs.get("lang", "")) if says else "")
