"""The form of a theme: its words in both languages, its time, its cover; and what staff do with one in one press."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.person import person
from buttobi.accounts.staff import staff_only
from buttobi.blogs.models import Blog
from buttobi.center import compose, plan, runs, shelf, stand
from buttobi.center.desk import overtaken, proposals, times
from buttobi.center.desk.fields import Values, shown
from buttobi.center.desk.forms import ThemeForm, values_in, values_of
from buttobi.center.desk.views import gate
from buttobi.center.desk.views.cover import cover
from buttobi.center.models import Theme
from buttobi.center.reading import when
from buttobi.entries import once, unsent
from buttobi.entries.models import Entry
from buttobi.entries.views import reading_words
from buttobi.entries.views.writing_form import STALE
from buttobi.entries.views.writing_gate import keeps
from buttobi.sections.section import Section

LONGER = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps(values_in)
@staff_only
def new(request: HttpRequest, section_name: str, *, stale: bool = False) -> HttpResponse:
    """An empty form."""
    center = gate.center_of(gate.section_of(section_name))
    return _take(request, center, None, stale=stale) if request.method == "POST" else _open(request, center, None)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps(values_in)
@staff_only
def edit(request: HttpRequest, theme_id: int, *, stale: bool = False) -> HttpResponse:
    """The form of a theme as it stands."""
    theme = gate.center_theme(theme_id)
    blog = theme.entry.blog
    return _take(request, blog, theme, stale=stale) if request.method == "POST" else _open(request, blog, theme)


def _open(request: HttpRequest, center: Blog, theme: Theme | None) -> HttpResponse:
    values = gate.brought_back(request) or (values_of(theme) if theme is not None else _free_days(center))
    return _show(request, _form(request, center, theme, initial=values))


def _free_days(center: Blog) -> Values:
    """A new theme is offered the next fortnight in which there are too few: left open for good, it would never end."""
    today = timezone.now().astimezone(center.zone).date()
    taken = proposals.windows(center.section)
    free = plan.next_free(taken, after=today, zone=center.zone, wanted=settings.OPEN_THEMES)
    return {"opens_at": shown(center, free.opens_at), "closes_at": shown(center, free.closes_at)}


def _form(request: HttpRequest, center: Blog, theme: Theme | None, **more: Any) -> ThemeForm:
    entry = theme.entry if theme is not None else None
    return ThemeForm(blog=center, by=person(request), entry=entry, theme=theme, **more)


def _show(request: HttpRequest, form: ThemeForm, **more: object) -> HttpResponse:
    theme = form.theme
    context = {
        "form": form,
        "center": form.blog,
        "theme": theme,
        "entry": form.entry,
        "words": reading_words.of_entry(form.entry) if form.entry is not None else None,
        "cover": cover(form.picture),
        "life": theme.life(timezone.now()) if theme is not None else Theme.Life.DRAFT,
        "when": when.of(theme) if theme is not None and theme.entry.state == Entry.State.PUBLISHED else None,
        "seen": stand.mark(stand.of(theme.entry, theme), stand.LIFE) if theme is not None else "",
        **(times.of(theme) if theme is not None else {}),
        **gate.frame(Section(form.blog.section)),
    }
    return render(request, "center/desk/theme.html", context | more)


def _take(request: HttpRequest, center: Blog, theme: Theme | None, *, stale: bool) -> HttpResponse:
    if stale:
        messages.warning(request, gettext(STALE))
        return _show(request, _form(request, center, theme, initial=values_in(request.POST)))
    theme = theme or _begun(request, center)
    # What readers see already is never half written.
    is_public = theme is not None and theme.entry.state == Entry.State.PUBLISHED
    announces = is_public or request.POST.get("act") == "announce"
    marked = request.POST.get("stood", "")
    is_late = theme is not None and bool(stand.changed(marked, stand.of(theme.entry, theme)))
    # A form that came too late need not be right: it is read to be shown again.
    form = _form(request, center, theme, typed=request.POST, files=request.FILES, submitting=announces and not is_late)
    if not form.is_valid():
        return _show(request, form)
    unsent.forget(request.session, form=request.path)
    try:
        if is_late:
            raise stand.Overtaken
        theme = _write(request, center, theme, form, announces=announces)
    except stand.Overtaken:
        return _overtaken(request, center, theme or _begun(request, center), form, announces=announces)
    except Entry.DoesNotExist:
        # Deleted in another window since this one was opened.
        raise Http404 from None
    return redirect("theme-edit", theme.pk)


def _begun(request: HttpRequest, center: Blog) -> Theme | None:
    """The theme that this form made already."""
    return compose.begun(blog=center, author=person(request), submission=once.read(request.POST))


def _write(request: HttpRequest, center: Blog, theme: Theme | None, form: ThemeForm, *, announces: bool) -> Theme:
    was_public = theme is not None and theme.entry.state == Entry.State.PUBLISHED
    write, marked = compose.announce if announces else compose.save_draft, form.cleaned_data["stood"]
    with transaction.atomic():
        theme = theme or compose.begin(blog=center, author=person(request), submission=form.cleaned_data["submission"])
        write(theme=theme, composed=form.composed(), marked=marked)
    if not announces:
        messages.success(request, gettext("Draft saved. Readers do not see it."))
        return theme
    stands = when.of(theme).says
    says = gettext("Saved: %(stands)s.") if was_public else gettext("Announced: %(stands)s.")
    messages.success(request, says % {"stands": stands})
    return theme


def _overtaken(
    request: HttpRequest, center: Blog, theme: Theme | None, form: ThemeForm, *, announces: bool
) -> HttpResponse:
    """Nothing to do for a form that was sent twice; any other is shown again beside what stands now."""
    if theme is None:
        raise Http404
    theme = gate.center_theme(theme.pk)
    is_public = theme.entry.state == Entry.State.PUBLISHED
    if is_public == announces and overtaken.is_so(form, theme.entry, theme):
        return redirect("theme-edit", theme.pk)
    now = values_of(theme)
    typed = values_in(request.POST) | {
        "stood": now["stood"],
        "kept_cover": form.picture.key if form.picture is not None else "",
    }
    return _show(
        request,
        _form(request, center, theme, initial=typed),
        overtaken=overtaken.rows(form, entry=theme.entry, theme=theme, values=now),
        again=reverse("theme-edit", args=[theme.pk]),
        act="announce" if announces else "draft",
    )


# --- One press --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One thing that is done with a theme at once, and can be undone by another."""

    do: Callable[[Theme, datetime], bool]
    done: str


def _open_now(theme: Theme, now: datetime) -> bool:
    life, entry = theme.life(now), theme.entry
    if life == Theme.Life.OPEN or entry.blog.state != Blog.State.OPEN:
        return False
    if life == Theme.Life.CLOSED and entry.closes_at is not None and now - entry.closes_at <= runs.SLIP:
        return compose.open_until(theme=theme, closes_at=plan.midnight(now + shelf.OPEN_FOR, entry.blog.zone))
    return shelf.take(theme=theme, now=now)


def _longer(theme: Theme, now: datetime) -> bool:
    ends = theme.entry.closes_at
    return ends is not None and compose.open_until(theme=theme, closes_at=max(ends, now) + LONGER)


def _shelve(theme: Theme, now: datetime) -> bool:
    return bool(Theme.objects.filter(pk=theme.pk, on_shelf=False).update(on_shelf=True))


def _unshelve(theme: Theme, now: datetime) -> bool:
    return bool(Theme.objects.filter(pk=theme.pk, on_shelf=True).update(on_shelf=False))


PRESSES: Mapping[str, Press] = {
    "close": Press(
        do=lambda theme, _: compose.close_now(theme=theme),
        done=gettext_noop("Closed. Its answers stay to be read; its round-up is drafted within a minute."),
    ),
    "longer": Press(do=_longer, done=gettext_noop("It stays open for seven days more.")),
    "open": Press(do=_open_now, done=gettext_noop("Open now, for fourteen days.")),
    "shelve": Press(
        do=_shelve, done=gettext_noop("It is on the shelf: opened by itself when too few themes are open.")
    ),
    "unshelve": Press(do=_unshelve, done=gettext_noop("Taken off the shelf: it is not opened by itself any more.")),
}
NOT_NOW = gettext_noop("That was not possible: the theme has changed meanwhile, or is not complete.")

CHANGED = gettext_noop(
    "The theme has changed since you saw this page, and nothing more was done. This is how it stands."
)


@require_POST
@staff_only
def press(request: HttpRequest, theme_id: int, name: str) -> HttpResponse:
    """Does one of these with a theme, and goes back to where it was pressed."""
    theme = gate.center_theme(theme_id)
    chosen = PRESSES[name]
    if stand.changed(request.POST.get("stood", ""), stand.of(theme.entry, theme)):
        # Pressed twice, or after somebody else: seven days longer are not fourteen.
        messages.info(request, gettext(CHANGED))
        return _back(request, theme)
    is_ready = name not in ("open", "shelve") or is_complete(theme.entry)
    if is_ready and chosen.do(theme, timezone.now()):
        messages.success(request, gettext(chosen.done))
    else:
        messages.warning(request, gettext(NOT_NOW))
    return _back(request, theme)


def _back(request: HttpRequest, theme: Theme) -> HttpResponse:
    if request.POST.get("from") == "shelf":
        return redirect("theme-shelf", theme.entry.blog.section)
    return redirect("theme-edit", theme.pk)


def is_complete(entry: Entry) -> bool:
    """Whether a theme can be read in both languages."""
    return all((entry.title, entry.body, entry.second_title, entry.second_body))
