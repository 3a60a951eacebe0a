"""An owner moves a blog to the Adult section, or asks staff to move it to General."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.models import Account
from buttobi.accounts.person import person
from buttobi.blogs import access
from buttobi.blogs import move as moving
from buttobi.blogs.models import Blog
from buttobi.sections import addresses
from buttobi.sections.section import Section
from buttobi.staff import moves
from buttobi.staff.forms import AskForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, name: str) -> HttpResponse:
    """Says what will disappear; a press moves the blog to Adult, or asks for General."""
    blog, account = access.own(person(request), name), person(request)
    to = blog.may_move_to
    if to is None:
        raise Http404
    form = AskForm(request.POST or None) if to == Section.GENERAL else None
    # The section is named by the form that was read: a blog that moved meanwhile is not moved back.
    pressed = request.method == "POST" and request.POST.get("to") == to
    if pressed and form is None:
        if moves.go(blog=blog, to=to, by=account):
            said = _("The blog is in the Adult section now. Its address is %(address)s")
            messages.success(request, said % {"address": blog.address})
        return redirect("blog-settings", name=blog.name)
    if pressed and form is not None and form.is_valid() and _ask(request, blog, account, form):
        return redirect("blog-settings", name=blog.name)
    context = {
        "own": blog,
        "to": to,
        "form": form,
        "asked": moving.waiting(blog),
        "leaving": moves.leaving(blog),
        "new_address": addresses.blog(to, blog.name),
    }
    return render(request, "staff/own_move.html", context)


def _ask(request: HttpRequest, blog: Blog, account: Account, form: AskForm) -> bool:
    try:
        moving.ask(blog=blog, by=account, reason=form.cleaned_data["reason"])
    except ValidationError as problem:
        asked = moving.waiting(blog)
        if asked is not None and asked.reason == form.cleaned_data["reason"].strip():
            # Pressed twice: it was asked, and that was said.
            return True
        form.add_error(None, problem)
        return False
    messages.success(request, _("Staff will look at your blog. You get the answer by mail, and find it here."))
    return True


@login_required
@require_POST
def take_back(request: HttpRequest, name: str) -> HttpResponse:
    """Asks for it no longer."""
    blog = access.own(person(request), name)
    asked = moving.waiting(blog)
    if asked is not None and moving.take_back(move=asked):
        messages.success(request, _("Nothing is asked for any more. The blog stays where it is."))
    return redirect("blog-settings", name=blog.name)
