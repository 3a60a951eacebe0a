"""An entry as a theme: where its owner opens it to answers, changes its time, or takes that back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.person import person
from buttobi.center import compose, stand
from buttobi.center.desk import overtaken, owner_themes, times
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
    names = ("opens_at", "closes_at", "kept_cover", "cover_alt", "stood")
    return {name: str(form.get(name, "")).replace("\x00", "") for name in names}


def values_of(entry: Entry, found: Theme | None) -> Values:
    """The fields as they stand in an entry."""
    marked = stand.mark(stand.of(entry, found), stand.OF_OWNERS)
    return time_and_cover_of(entry, found) | {"stood": marked}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps(typed_in)
def theme(request: HttpRequest, entry_id: int, *, stale: bool = False) -> HttpResponse:
    """The form of an own entry as a theme; an entry of a Center has its form among the staff's."""
    entry = own_entry(request, entry_id)
    found = owner_themes.of(entry)
    if entry.blog.official:
        return redirect("theme-edit", found.pk) if found is not None else redirect("entry-edit", entry.pk)
    if request.method == "POST" and not stale:
        return _take(request, entry, found)
    if stale:
        messages.warning(request, gettext(STALE))
        initial = typed_in(request.POST)
    else:
        initial = gate.brought_back(request) or values_of(entry, found)
    return _show(request, entry, found, _form(request, entry, found, initial=initial))


def _form(request: HttpRequest, entry: Entry, found: Theme | None, **more: Any) -> OwnerForm:
    return OwnerForm(blog=entry.blog, by=person(request), entry=entry, theme=found, **more)


def _show(request: HttpRequest, entry: Entry, found: Theme | None, form: OwnerForm, **more: object) -> HttpResponse:
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
    return render(request, "center/desk/entry_theme.html", context | more)


def _take(request: HttpRequest, entry: Entry, found: Theme | None) -> HttpResponse:
    is_late = bool(stand.changed(request.POST.get("stood", ""), stand.of(entry, found)))
    # A form that came too late need not be right: it is read to be shown again.
    form = _form(request, entry, found, typed=request.POST, files=request.FILES, submitting=not is_late)
    if not form.is_valid():
        return _show(request, entry, found, form)
    try:
        if is_late:
            raise stand.Overtaken
        if not _open(request, entry, found, form):
            return _show(request, entry, found, form)
    except stand.Overtaken:
        return _overtaken(request, entry.pk, form)
    return redirect("entry-theme", entry.pk)


def _overtaken(request: HttpRequest, entry_id: int, form: OwnerForm) -> HttpResponse:
    """Nothing to do for a form that was sent twice; any other is shown again beside what stands now."""
    entry = own_entry(request, entry_id)
    found = owner_themes.of(entry)
    if overtaken.is_so(form, entry, found):
        return redirect("entry-theme", entry.pk)
    now = values_of(entry, found)
    typed = typed_in(request.POST) | {
        "stood": now["stood"],
        "kept_cover": form.picture.key if form.picture is not None else "",
    }
    return _show(
        request,
        entry,
        found,
        _form(request, entry, found, initial=typed),
        overtaken=overtaken.rows(form, entry=entry, theme=found, values=now),
        again=reverse("entry-theme", args=[entry.pk]),
        act="",
    )


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
            marked=asked["stood"],
        )
    except owner_themes.Refused as refusal:
        # It could be opened when the form was read, and another one was opened meanwhile.
        form.add_error(None, str(refusal))
        return False
    says = gettext("Saved: %(stands)s.") if found else gettext("Your entry is a theme now: %(stands)s.")
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
