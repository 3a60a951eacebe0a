"""What an author does with an entry that exists: take it back, publish it again, delete it, read it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from buttobi.entries import keep
from buttobi.entries.delete import delete as delete_entry
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.entries.receipt import receipt
from buttobi.entries.unpublish import unpublish as unpublish_entry
from buttobi.entries.views import writing_days, writing_preview
from buttobi.entries.views.writing_gate import own_entry, signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that can be done with an entry: asked first, then done by a POST."""

    do: Callable[[Entry], bool]
    question: str
    means: str
    button: str
    done: str
    is_danger: bool = False


UNPUBLISH = Act(
    do=lambda entry: unpublish_entry(entry=entry),
    question=gettext_noop("Unpublish this entry?"),
    means=gettext_noop(
        "Readers cannot see it any more, and its trackbacks leave every list here at once. You can publish it again."
    ),
    button=gettext_noop("Unpublish"),
    done=gettext_noop("Unpublished. Nobody but you can read it now."),
)
PUBLISH = Act(
    do=lambda entry: entry.state == Entry.State.UNPUBLISHED and publish(entry=entry),
    question=gettext_noop("Publish this entry again?"),
    means=gettext_noop("It returns to its address, and its trackbacks return to where they stood."),
    button=gettext_noop("Publish again"),
    done=gettext_noop("Published again."),
)
DELETE = Act(
    do=lambda entry: delete_entry(entry=entry),
    question=gettext_noop("Delete this entry for ever?"),
    means=gettext_noop(
        "Its text cannot be brought back. Its trackbacks leave every list here, and its address says that it is gone."
    ),
    button=gettext_noop("Delete"),
    done=gettext_noop("Deleted."),
    is_danger=True,
)
DISCARD = Act(
    do=lambda entry: keep.discard(entry=entry),
    question=gettext_noop("Discard your changes?"),
    means=gettext_noop("What you typed and did not submit is forgotten. The entry stays as it is."),
    button=gettext_noop("Discard changes"),
    done=gettext_noop("Your changes are discarded."),
    is_danger=True,
)
NOT_NOW = gettext_noop("That was not possible: the entry has changed meanwhile, or its blog is closed.")


def _act(request: HttpRequest, entry: Entry, act: Act) -> HttpResponse:
    if request.method != "POST":
        return render(request, "entries/desk/confirm.html", {"entry": entry, "blog": entry.blog, "act": _in_words(act)})
    if not act.do(entry):
        messages.warning(request, gettext(NOT_NOW))
        return redirect("entries", entry.blog.name)
    messages.success(request, gettext(act.done))
    if act is DELETE:
        return redirect("entries", entry.blog.name)
    return redirect("entry-published" if act is PUBLISH else "entry-edit", entry.pk)


def _in_words(act: Act) -> dict[str, object]:
    words = {name: gettext(getattr(act, name)) for name in ("question", "means", "button")}
    return words | {"is_danger": act.is_danger}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def unpublish(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _act(request, own_entry(request, entry_id), UNPUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def publish_again(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _act(request, own_entry(request, entry_id), PUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delete(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _act(request, own_entry(request, entry_id), DELETE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def discard(request: HttpRequest, entry_id: int) -> HttpResponse:
    return _act(request, own_entry(request, entry_id), DISCARD)


@require_safe
@signed_in
def published(request: HttpRequest, entry_id: int) -> HttpResponse:
    """What became of a submission: public now or on its date, and where its trackbacks are listed."""
    entry = own_entry(request, entry_id)
    when = writing_days.of_standing(entry)
    context = {"entry": entry, "blog": entry.blog, "receipt": receipt(entry), "when": when}
    return render(request, "entries/desk/published.html", context)


@require_safe
@signed_in
def read(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry as its author alone can read it: a draft as it stands in the form, any other as it was submitted."""
    entry = own_entry(request, entry_id)
    kept = keep.kept(entry) if entry.state == Entry.State.DRAFT else None
    texts = writing_preview.of(kept or keep.values_of(entry), entry.blog)
    return render(request, "entries/desk/read.html", {"entry": entry, "blog": entry.blog, "texts": texts})
