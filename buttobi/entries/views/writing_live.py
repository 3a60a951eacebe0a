"""What the sheet asks while somebody types: a preview, a place to keep the draft, what the box and the title say."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from buttobi.accounts.person import person
from buttobi.blogs.models import Blog
from buttobi.entries import keep, shown
from buttobi.entries.box import Box
from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.views import writing_preview
from buttobi.entries.views.writing import submission_in
from buttobi.entries.views.writing_gate import own_blog, own_entry, signed_in
from buttobi.entries.write import begin


def _place(request: HttpRequest) -> tuple[Blog, Entry | None]:
    """The blog and, when it is one that was opened for editing, the entry that a form is about."""
    number = request.POST.get("entry", "")
    if number:
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404
        entry = own_entry(request, int(number))
        return entry.blog, entry
    return own_blog(request, request.POST.get("blog", "").replace("\x00", "")), None


@require_POST
@signed_in
def preview(request: HttpRequest) -> HttpResponse:
    """The text as readers will see it, as a fragment."""
    blog, _entry = _place(request)
    context = {"preview": writing_preview.of(keep.values_in(request.POST), blog)}
    return render(request, "entries/desk/preview.html", context)


@require_POST
@signed_in
def judge(request: HttpRequest) -> HttpResponse:
    """What is known of each address in the trackback box, as a fragment; pages elsewhere are asked."""
    blog, entry = _place(request)
    values = keep.values_in(request.POST)
    gives = shown.of(values, blog)
    box = Box.read(values["trackback_urls"], blog=blog, entry=entry, links=gives.links)
    looked = box.look(gives.links, by=person(request).pk)
    return render(request, "entries/desk/chips.html", {"box": looked, "shown": gives})


@require_POST
@signed_in
def title(request: HttpRequest) -> HttpResponse:
    """What is to be said of the title, as a fragment: nothing, mostly."""
    blog, entry = _place(request)
    form = EntryForm(blog=blog, entry=entry, initial=keep.values_in(request.POST))
    return render(request, "entries/desk/_same_title.html", {"same_title": form.same_title})


@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Keeps what stands in the form; the first time, that begins a draft."""
    if not request.user.is_authenticated:
        return JsonResponse({"problem": gettext("Your sign-in has ended.")}, status=401)
    blog, entry = _place(request)
    values = keep.values_in(request.POST)
    if keep.is_too_long(values):
        return JsonResponse({"problem": gettext("This text is too long to be kept.")}, status=413)
    saved = timezone.now().astimezone(blog.zone).strftime("%H:%M")
    if entry is not None:
        keep.keep(entry=entry, values=values)
    elif not keep.is_blank(values):
        entry = _draft(request, blog)
        keep.keep(entry=entry, values=values, drafts_only=True)
    return JsonResponse({"saved": saved, "edit": reverse("entry-edit", args=[entry.pk]) if entry else ""})


def _draft(request: HttpRequest, blog: Blog) -> Entry:
    submission = submission_in(request)
    # Without one, every few seconds would begin another draft; and what is begun in a Center is a theme.
    if not submission or blog.official:
        raise Http404
    return begin(blog=blog, author=person(request), submission=submission)
