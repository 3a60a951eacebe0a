"""The sheet of New Submission, shown and taken: the same for a first entry and for one that is edited."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from buttobi.accounts.person import person
from buttobi.blogs.models import Blog
from buttobi.entries import keep, twin, unsent
from buttobi.entries.box import Box, closed
from buttobi.entries.delete import delete
from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.views import writing_days, writing_preview
from buttobi.entries.views.writing_gate import own_entry
from buttobi.entries.write import begin, save_draft, submit
from buttobi.trackbacks.links import is_linked
from buttobi.trackbacks.models import Sent, Target

WAITS_THERE = gettext_noop(
    "That entry has changes of its own that are not submitted yet. Submit or discard them first; what you typed is"
    " here."
)
STALE = gettext_noop(
    "This form is from an earlier sign-in. What you typed is here; nothing was sent yet: please press the button again."
)


def show(
    request: HttpRequest,
    form: EntryForm,
    *,
    submission: str = "",
    preview: bool = False,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """The sheet with everything that stands in a form."""
    entry = form.entry
    context: dict[str, Any] = {
        "form": form,
        "blog": form.blog,
        "entry": entry,
        "submission": submission,
        "action": reverse("entry-edit", args=[entry.pk]) if entry and not submission else reverse("new-submission"),
        "answered": [_card(target, form) for target in form.box.targets],
        "same_title": form.same_title,
        "box": _looked(request, form) if preview else form.box,
        "drawer_is_open": form.settings_are_wrong or bool(form.settings_say),
        "preview": writing_preview.of(form.values, form.blog) if preview else None,
        "sents": _sents(entry),
        "when": writing_days.of_standing(entry) if entry is not None else None,
    }
    return render(request, "entries/desk/sheet.html", context | more, status=status)


def _looked(request: HttpRequest, form: EntryForm) -> Box:
    """The box with what is found at the pages that it names: without scripts, Preview is how one sees it."""
    return form.box.look(form.shown.links, by=person(request).pk)


def _card(target: Target, form: EntryForm) -> dict[str, object]:
    return {"target": target, "is_linked": is_linked(target, form.shown.links), "closed": closed(target)}


def _sents(entry: Entry | None) -> list[Sent]:
    if entry is None or entry.target is None:
        return []
    return list(Sent.objects.filter(source=entry.target).select_related("target__blog", "source").order_by("pk"))


def take(request: HttpRequest, *, blog: Blog, entry: Entry | None, submission: str, stale: bool) -> HttpResponse:
    """What is done with a form that was sent: shown again, previewed, kept as a draft, or submitted."""
    values = keep.values_in(request.POST)
    act = request.POST.get("act", "draft")
    if stale:
        messages.warning(request, gettext(STALE))
        return _show_again(request, values, blog=blog, entry=entry, submission=submission)
    if url := request.POST.get("add_link"):
        return _with_link(request, values, url, blog=blog, entry=entry, submission=submission)
    if act == "preview":
        return _show_again(request, values, blog=blog, entry=entry, submission=submission, preview=True)
    try:
        if act == "change":
            return _change(request, values, blog=blog, entry=entry, submission=submission)
        if act in ("submit", "again"):
            return _submit(request, blog=blog, entry=entry, submission=submission)
        return _save(request, values, blog=blog, entry=entry, submission=submission)
    except Entry.DoesNotExist:
        # Deleted in another window since this one was opened.
        raise Http404 from None


def _show_again(
    request: HttpRequest,
    values: Mapping[str, str],
    *,
    blog: Blog,
    entry: Entry | None,
    submission: str,
    preview: bool = False,
) -> HttpResponse:
    form = EntryForm(blog=blog, entry=entry, initial=values)
    return show(request, form, submission=submission, preview=preview)


def _with_link(
    request: HttpRequest,
    values: keep.Values,
    url: str,
    *,
    blog: Blog,
    entry: Entry | None,
    submission: str,
) -> HttpResponse:
    """The text with a link to a page that it answers; nothing is saved or sent."""
    box = _looked(request, EntryForm(blog=blog, entry=entry, initial=values))
    link = next((line.link for line in box.lines if line.link is not None and line.link.url == url), None)
    if link is not None:
        words = link.title.translate({ord(sign): f"\\{sign}" for sign in "\\[]<>"}) or link.url
        address = f"<{link.url}>" if {*"()"} & {*link.url} else link.url
        text = values["body"].rstrip()
        values = values | {"body": f"{text}\n\n[{words}]({address})\n".lstrip()}
        messages.info(request, gettext("The link stands at the end of your text."))
    return _show_again(request, values, blog=blog, entry=entry, submission=submission)


def _change(
    request: HttpRequest, values: keep.Values, *, blog: Blog, entry: Entry | None, submission: str
) -> HttpResponse:
    """What was typed waits on the sheet of the entry that it belongs to; a draft that was begun for it is gone."""
    number = request.POST.get("twin", "")
    other = own_entry(request, int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0)
    if other != entry and keep.kept(other) is not None:
        messages.warning(request, gettext(WAITS_THERE))
        return _show_again(request, values, blog=blog, entry=entry, submission=submission)
    keep.keep(entry=other, values=values | {"slug": other.slug})
    unsent.forget(request.session, form=request.path)
    if entry is not None and entry != other and entry.state == Entry.State.DRAFT:
        delete(entry=entry)
    return redirect("entry-edit", other.pk)


def _twin(request: HttpRequest, form: EntryForm, submission: str) -> Entry | None:
    """What a first submission seems to say a second time, unless its author said that it shall."""
    if not submission or request.POST.get("act") == "again":
        return None
    found = form.cleaned_data
    return twin.of(blog=form.blog, author=person(request), title=found["title"], body=found["body"])


def _submit(request: HttpRequest, *, blog: Blog, entry: Entry | None, submission: str) -> HttpResponse:
    form = EntryForm(request.POST, blog=blog, entry=entry)
    if not form.is_valid():
        return show(request, form, submission=submission)
    if (same := _twin(request, form, submission)) is not None:
        return show(request, form, submission=submission, twin=same, twin_when=writing_days.of_standing(same))
    entry = entry or begin(blog=blog, author=person(request), submission=submission)
    entry = submit(entry=entry, written=form.written())
    unsent.forget(request.session, form=request.path)
    return redirect("entry-published", entry.pk)


def _save(
    request: HttpRequest, values: keep.Values, *, blog: Blog, entry: Entry | None, submission: str
) -> HttpResponse:
    form = EntryForm(request.POST, blog=blog, entry=entry, submitting=False)
    if not form.is_valid() and (keep.is_blank(values) or keep.is_too_long(values)):
        return show(request, form, submission=submission)
    entry = entry or begin(blog=blog, author=person(request), submission=submission)
    unsent.forget(request.session, form=request.path)
    if not form.is_valid():
        keep.keep(entry=entry, values=values)
        messages.info(request, gettext("Kept as you typed it."))
        return show(request, form, submission=submission)
    if entry.state == Entry.State.PUBLISHED:
        keep.keep(entry=entry, values=values)
        messages.success(request, gettext("Kept. Readers see the entry as it was until you submit."))
    else:
        save_draft(entry=entry, written=form.written())
        messages.success(request, gettext("Draft saved."))
    return redirect("entry-edit", entry.pk)
