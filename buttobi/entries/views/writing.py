"""New Submission, and the same sheet for an entry that is edited. Nothing is ever sent by a GET."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from buttobi.accounts.person import person
from buttobi.blogs.access import writable_by
from buttobi.blogs.models import Blog
from buttobi.entries import keep, once, unsent
from buttobi.entries.forms import EntryForm
from buttobi.entries.models import Entry
from buttobi.entries.views.writing_form import show, take
from buttobi.entries.views.writing_gate import keep_unsent, keeps_what_was_typed, own_entry
from buttobi.sections.context import of_section
from buttobi.sections.section import Section
from buttobi.trackbacks import targets
from buttobi.trackbacks.models import Target

# What of an address is carried from one page to the next.
CARRIED = ("trackback", "title", "kept")
ALREADY = gettext_noop(
    "You submitted this already, and nothing was sent twice. This is your entry: you can edit it at any time."
)
# What is sent again this soon was pressed twice, and asks for no words.
PRESS = timedelta(seconds=10)
BROUGHT_BACK = "You are signed in again. What you typed is here; nothing was sent yet."


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def new_submission(request: HttpRequest, *, stale: bool = False) -> HttpResponse:
    """An empty sheet, with what the address brings along; `blog`, `trackback` (several) and `title` may be given."""
    blogs = writable_by(person(request))
    asked = request.POST if request.method == "POST" else request.GET
    blog = _chosen(blogs, asked.get("blog", ""), _answered(request))
    if request.method == "POST":
        return _take_new(request, blog, stale=stale)
    begun = _begun(request, once.read(request.GET))
    if begun is not None and begun.state != Entry.State.DELETED:
        return _go_on(request, begun)
    if blog is None:
        return _choose(request, blogs)
    # What is written in a Center is a theme.
    return redirect("theme-new", blog.section) if blog.official else _open(request, blog)


def _text(given: str, longest: int = 2048) -> str:
    return given.replace("\x00", "")[:longest]


def _answered(request: HttpRequest) -> Target | None:
    """The entry here that the new one shall answer, when the address says so."""
    found = (targets.find(_text(url)) for url in request.GET.getlist("trackback")[:5])
    return next((target for target in found if target is not None), None)


def _chosen(blogs: QuerySet[Blog], name: str, answered: Target | None) -> Blog | None:
    """The blog that was named, or the only one that it can be."""
    if name:
        return blogs.filter(name=_text(name)).first()
    possible = list(_possible(blogs, answered)[:2])
    return possible[0] if len(possible) == 1 else None


def _possible(blogs: QuerySet[Blog], answered: Target | None) -> QuerySet[Blog]:
    """The own ones: what is written in a Center is a theme, and has a form of its own."""
    blogs = blogs.filter(state=Blog.State.OPEN, official=False, section__in=Section.offered())
    return blogs.filter(section=answered.blog.section) if answered is not None else blogs


def _choose(request: HttpRequest, blogs: QuerySet[Blog]) -> HttpResponse:
    answered = _answered(request)
    carried = [(name, value) for name in CARRIED for value in request.GET.getlist(name)]
    context = {
        "blogs": _possible(blogs, answered),
        "carried": carried,
        "has_blogs": blogs.filter(official=False).exists(),
        "wanted": Section(answered.blog.section).label if answered is not None else "",
    }
    return render(request, "entries/desk/choose.html", context)


def _open(request: HttpRequest, blog: Blog) -> HttpResponse:
    brought_back = _brought_back(request)
    if brought_back is not None:
        values, submission = brought_back
        messages.info(request, gettext(BROUGHT_BACK))
    else:
        values, submission = _asked_for(request, blog), once.read(request.GET)
    submission = once.read({once.FIELD: submission}) or once.draw()
    entry = _begun(request, submission)
    if entry is not None and entry.state == Entry.State.DELETED:
        # Nothing goes on there: another one is begun.
        entry, submission = None, once.draw()
    form = EntryForm(blog=blog, entry=entry, initial=values)
    return show(request, form, submission=submission, unsure=_unsure(form), is_opened=True)


def _go_on(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The browser went back to a sheet that was sent: it leads to the entry that it made, never to a second one."""
    if entry.state != Entry.State.DRAFT:
        messages.info(request, gettext(ALREADY))
    return redirect("entry-edit", entry.pk)


def _unsure(form: EntryForm) -> str:
    """Where whoever does not know what to write is led to a theme; empty where something stands already."""
    is_empty = form.entry is None and keep.is_blank(form.values)
    section = Section(form.blog.section)
    return of_section(section).random_theme if is_empty and section.is_offered else ""


def _brought_back(request: HttpRequest) -> tuple[keep.Values, str] | None:
    """What the person typed into this form before signing in again."""
    if "kept" not in request.GET:
        return None
    return unsent.kept(request.session, by=person(request).pk, form=request.path)


def _asked_for(request: HttpRequest, blog: Blog) -> keep.Values:
    urls = [_text(url) for url in request.GET.getlist("trackback")[:20]]
    return keep.values_of(Entry(blog=blog)) | {
        "trackback_urls": "\n".join(urls),
        "title": _text(request.GET.get("title", ""), keep.TITLE),
    }


def submission_in(request: HttpRequest) -> str:
    """What a form is known by when it is sent again; empty for a form that is known by nothing.

    And for one that began an entry in a blog in which its author writes no more: nothing goes on there.
    """
    submission = once.read(request.POST)
    if not submission:
        return ""
    began = Entry.objects.filter(author=person(request), submission=submission)
    return "" if began.exclude(blog__in=writable_by(person(request))).exists() else submission


def _begun(request: HttpRequest, submission: str) -> Entry | None:
    """The entry that this form began already, whatever became of it."""
    if not submission:
        return None
    entries = Entry.objects.filter(author=person(request), blog__in=writable_by(person(request)))
    return entries.select_related("blog", "target__blog").filter(submission=submission).first()


def _take_new(request: HttpRequest, blog: Blog | None, *, stale: bool) -> HttpResponse:
    submission = submission_in(request)
    entry = _begun(request, submission)
    if blog is None or (blog.official and entry is None):
        # Somebody else signed in, or the blog is gone meanwhile: what was typed may go into another one.
        kept = keep_unsent(request)
        return redirect(f"{request.path}{'?kept=1' if kept else ''}")
    if entry is None or entry.state == Entry.State.DELETED:
        fresh = submission if entry is None and submission else once.draw()
        return take(request, blog=blog, entry=None, submission=fresh, stale=stale)
    if entry.state == Entry.State.DRAFT or stale:
        return take(request, blog=entry.blog, entry=entry, submission=submission, stale=stale)
    return _sent_again(request, entry)


def _sent_again(request: HttpRequest, entry: Entry) -> HttpResponse:
    """A form that was submitted already: the same again changes nothing, a changed one waits on the entry's sheet."""
    values = keep.values_in(request.POST)
    if keep.is_said_by(values, entry):
        if timezone.now() - entry.updated_at > PRESS:
            messages.info(request, gettext(ALREADY))
        return redirect("entry-published", entry.pk)
    keep.keep(entry=entry, values=values)
    messages.info(
        request, gettext("This entry was submitted already. Your later changes are here: submit them, or discard them.")
    )
    return redirect("entry-edit", entry.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
def edit(request: HttpRequest, entry_id: int, *, stale: bool = False) -> HttpResponse:
    """The sheet of an entry, with what was typed last and not submitted."""
    entry = own_entry(request, entry_id)
    if request.method == "POST":
        return take(request, blog=entry.blog, entry=entry, submission="", stale=stale)
    kept = keep.kept(entry)
    brought_back = _brought_back(request)
    if brought_back is not None:
        messages.info(request, gettext(BROUGHT_BACK))
    values = brought_back[0] if brought_back is not None else kept or keep.values_of(entry)
    has_changes = kept is not None and brought_back is None and entry.state != Entry.State.DRAFT
    return show(request, EntryForm(blog=entry.blog, entry=entry, initial=values), has_changes=has_changes)
