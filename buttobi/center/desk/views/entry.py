"""An entry as a theme: where its owner opens it to answers, changes its time, or takes that back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.person import person
from buttobi.center import compose
from buttobi.center.desk import owner_themes, times
from buttobi.center.desk.fields import Values, time_and_cover_of
from buttobi.center.desk.forms import OwnerForm
from buttobi.center.desk.views import gate
from buttobi.center.desk.views.cover import cover
from buttobi.center.models import Theme
from buttobi.center.reading import when
from buttobi.entries.models import Entry
from buttobi.entries.views.writing_form import STALE
from buttobi.entries.views.writing_gate import keeps, own_entry, signed_in
from buttobi.trackbacks import policy


def typed_in(form: Any) -> Values:
    """The fields of an owner's theme as they were sent."""
    names = ("opens_at", "closes_at", "kept_cover", "cover_alt")
    return {name: str(form.get(name, "")).replace("\x00", "") for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps(typed_in)
def theme(request: HttpRequest, entry_id: int, *, stale: bool = False) -> HttpResponse:
    """The form of an own entry as a theme; an entry of a Center has its form among the staff's."""
    entry = own_entry(request, entry_id)
    found = owner_themes.of(entry)
    if entry.blog.official:
        return redirect("theme-edit", found.pk) if found is not None else redirect("entry-edit", entry.pk)
    initial = gate.brought_back(request) or time_and_cover_of(entry, found)
    form = _form(request, entry, found, initial=initial)
    if request.method == "POST" and stale:
        messages.warning(request, gettext(STALE))
        form = _form(request, entry, found, initial=typed_in(request.POST))
    elif request.method == "POST":
        form = _form(request, entry, found, typed=request.POST, files=request.FILES)
        if form.is_valid() and _open(request, entry, found, form):
            return redirect("entry-theme", entry.pk)
    return _show(request, entry, found, form)


def _form(request: HttpRequest, entry: Entry, found: Theme | None, **more: Any) -> OwnerForm:
    return OwnerForm(blog=entry.blog, by=person(request), entry=entry, theme=found, **more)


def _show(request: HttpRequest, entry: Entry, found: Theme | None, form: OwnerForm) -> HttpResponse:
    context = {
        "blog": entry.blog,
        "entry": entry,
        "theme": found,
        "form": form,
        "cover": cover(form.picture),
        "can_be": owner_themes.can_be_theme(entry),
        "all_closed": policy.of_blog(entry.blog).closed,
        "life": found.life(timezone.now()) if found is not None else "",
        "when": when.of(found) if found is not None and entry.state == Entry.State.PUBLISHED else None,
        "answered": found is not None and owner_themes.is_answered(found),
        **(times.of(found) if found is not None else {}),
    }
    return render(request, "center/desk/entry_theme.html", context)


def _open(request: HttpRequest, entry: Entry, found: Theme | None, form: OwnerForm) -> bool:
    asked = form.cleaned_data
    opens_at = asked["opens_at"]
    if opens_at is None and found is not None and found.life(timezone.now()) != Theme.Life.ANNOUNCED:
        # It is open since it was opened; an empty field does not begin it anew.
        opens_at = entry.opens_at
    try:
        made = owner_themes.open_as_theme(
            entry=entry,
            opens_at=opens_at,
            closes_at=asked["closes_at"],
            cover=form.picture,
            cover_alt=asked["cover_alt"] if form.picture is not None else "",
        )
    except owner_themes.Refused as refusal:
        # It could be opened when the form was read, and another one was opened meanwhile.
        form.add_error(None, str(refusal))
        return False
    says = gettext("The theme is %(stands)s.") if found else gettext("Your entry is a theme now: %(stands)s.")
    messages.success(request, says % {"stands": when.of(made).says})
    return True


@require_POST
@signed_in
def close(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Stops looking for answers before the time."""
    found = owner_themes.of(own_entry(request, entry_id))
    if found is not None and not found.entry.blog.official and compose.close_now(theme=found):
        messages.success(request, gettext("Closed. Its answers stay; a round-up of them is drafted in your blog."))
    else:
        messages.warning(request, gettext("It is not open now, so there was nothing to close."))
    return redirect("entry-theme", entry_id)


@require_POST
@signed_in
def take_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Makes an ordinary entry of a theme that nobody answered."""
    found = owner_themes.of(own_entry(request, entry_id))
    if found is not None and owner_themes.take_back(theme=found):
        messages.success(request, gettext("It is an ordinary entry again."))
    else:
        messages.warning(request, gettext("Somebody has answered it: it stays a theme. You can close it instead."))
    return redirect("entry-theme", entry_id)
