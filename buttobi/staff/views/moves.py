"""Blogs that move between the sections, as staff see them: who asked, what will disappear, move or decline."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buttobi.accounts.person import person
from buttobi.accounts.staff import staff_only
from buttobi.blogs import move as moving
from buttobi.blogs.find import find
from buttobi.blogs.models import Blog, Move
from buttobi.entries.models import Entry
from buttobi.staff import moves
from buttobi.staff.forms import AnswerForm, BlogForm, ReasonForm

# Of what was decided, so much is shown.
LATELY = 20


@staff_only
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What owners asked for, the oldest first, and what was decided lately; `?blog=` leads to a blog's own page."""
    form = BlogForm(request.GET if "blog" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("staff-move", name=form.cleaned_data["blog"].name)
    rows = Move.objects.select_related("blog", "asked_by", "decided_by").filter(blog__in=Blog.objects.kept())
    context = {
        "form": form,
        "waiting": rows.filter(state=Move.State.WAITING).order_by("asked_at", "pk"),
        "decided": rows.exclude(state=Move.State.WAITING).order_by("-decided_at", "-pk")[:LATELY],
    }
    return render(request, "staff/moves.html", context)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """One blog: what is in it, what would disappear, and the two buttons."""
    blog = find(name)
    if blog is None or blog.may_move_to is None:
        raise Http404
    asked = moving.waiting(blog)
    if request.method == "POST" and _is_decided(request, blog, asked):
        return redirect("staff-moves")
    form = (AnswerForm if asked else ReasonForm)(request.POST or None)
    if request.method == "POST" and form.is_valid() and _do(request, blog, asked, form):
        return redirect("staff-moves")
    context = {
        "own": blog,
        "asked": asked,
        "form": form,
        "to": blog.may_move_to,
        "leaving": moves.leaving(blog),
        "entries": Entry.objects.filter(blog=blog, state=Entry.State.PUBLISHED).count(),
    }
    return render(request, "staff/move.html", context)


def _is_decided(request: HttpRequest, blog: Blog, asked: Move | None) -> bool:
    """Whether the form is of a decision that was taken meanwhile; that somebody else did it is said."""
    was_asked = "answer" in request.POST
    if request.POST.get("to") == blog.may_move_to and (asked is not None or not was_asked):
        return False
    _tell(request, blog)
    return True


def _tell(request: HttpRequest, blog: Blog) -> None:
    """What came in between; nothing to whoever pressed twice."""
    is_there = request.POST.get("to") == blog.section
    steps = Move.objects.filter(blog=blog, state=Move.State.DONE if is_there else Move.State.DECLINED)
    last = steps.order_by("-decided_at", "-pk").first()
    if last is not None and last.decided_by_id == person(request).pk:
        return
    says = (
        _("Somebody else was quicker: %(title)s is in the %(section)s section already.")
        if is_there
        else _("Nobody asks for this any more: %(title)s stays in the %(section)s section.")
    )
    messages.warning(request, says % {"title": blog.title, "section": blog.get_section_display()})


def _do(request: HttpRequest, blog: Blog, asked: Move | None, form: AnswerForm | ReasonForm) -> bool:
    """One of the two presses; says whether it was one."""
    account, to = person(request), blog.may_move_to
    if asked is not None and "decline" in request.POST:
        answer = form.cleaned_data["answer"]
        if not answer.strip():
            form.add_error("answer", _("Please say why: its owner gets nothing else."))
            return False
        if moves.decline(move=asked, by=account, answer=answer):
            messages.success(request, _("%(title)s stays where it is. Its owner is told.") % {"title": blog.title})
            return True
    elif to is not None and moves.go(blog=blog, to=to, by=account, **form.cleaned_data):
        said = _("%(title)s is in the %(section)s section now.")
        messages.success(request, said % {"title": blog.title, "section": to.label})
        return True
    # In this very moment.
    blog.refresh_from_db()
    _tell(request, blog)
    return True
