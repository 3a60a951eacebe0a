"""Pages about one's blogs: open, settings, rename, close, delete; and leaving with all of them."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buttobi.accounts.models import Account
from buttobi.accounts.person import person
from buttobi.blogs import access, close, zones
from buttobi.blogs.forms import DeleteForm, OpenForm, RenameForm, SettingsForm
from buttobi.blogs.leave import leave
from buttobi.blogs.models import Blog
from buttobi.blogs.open import open_blog
from buttobi.blogs.rename import rename

# A form that is sent again this soon was meant once.
PRESSED_TWICE = timedelta(minutes=1)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Opens a blog."""
    account = person(request)
    mine = Blog.objects.kept().filter(owner=account).order_by("-created_at").first()
    first_guess = {
        "language": translation.get_language(),
        "time_zone": mine.time_zone if mine else settings.TIME_ZONE,
    }
    form = OpenForm(request.POST or None, initial=first_guess)
    if request.method == "POST" and form.is_valid():
        try:
            blog = open_blog(owner=account, **form.cleaned_data)
        except ValidationError as problem:
            if _is_open_already(account, form.cleaned_data):
                return redirect("dashboard")
            form.add_error(None, problem)
        else:
            messages.success(request, _("Your blog is open. Its address is %(address)s") % {"address": blog.address})
            return redirect("dashboard")
    return render(request, "blogs/new.html", {"form": form, "zones": zones.names(), "first": mine is None})


def _is_open_already(account: Account, asked: dict[str, str]) -> bool:
    """Whether the blog that is asked for was just opened: the button was pressed twice."""
    same = {"name": asked["name"].strip().lower(), "title": asked["title"], "section": asked["section"]}
    lately = Blog.objects.kept().filter(owner=account, created_at__gt=timezone.now() - PRESSED_TWICE)
    return lately.filter(**same).exists()


@login_required
def edit(request: HttpRequest, name: str) -> HttpResponse:
    """Changes what a blog says of itself and whether it is ranked; leads to everything else about it."""
    blog = access.own(person(request), name)
    now = {field: getattr(blog, field) for field in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            typed["time_zone"] = zones.clean(typed["time_zone"])
        except ValidationError as problem:
            form.add_error("time_zone", problem)
        else:
            Blog.objects.kept().filter(pk=blog.pk).update(**typed)
            messages.success(request, _("Saved."))
            return redirect("blog-settings", name=blog.name)
    return render(request, "blogs/settings.html", {"own": blog, "form": form, "zones": zones.names()})


@login_required
def change_name(request: HttpRequest, name: str) -> HttpResponse:
    """Renames a blog."""
    blog = access.own(person(request), name)
    form = RenameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rename(blog=blog, name=form.cleaned_data["name"])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The blog's address is now %(address)s") % {"address": blog.address})
            return redirect("blog-settings", name=blog.name)
    return render(request, "blogs/rename.html", {"own": blog, "form": form})


@require_POST
@login_required
def shut(request: HttpRequest, name: str) -> HttpResponse:
    """Closes a blog."""
    blog = access.own(person(request), name)
    if close.close(blog=blog):
        messages.success(request, _("The blog is closed. Open it again whenever you like."))
    return redirect("blog-settings", name=blog.name)


@require_POST
@login_required
def reopen(request: HttpRequest, name: str) -> HttpResponse:
    """Opens a closed blog again."""
    blog = access.own(person(request), name)
    if close.reopen(blog=blog):
        messages.success(request, _("The blog is open again."))
    return redirect("blog-settings", name=blog.name)


@login_required
def delete(request: HttpRequest, name: str) -> HttpResponse:
    """Deletes a blog, once its name was typed."""
    blog = access.own(person(request), name)
    form = DeleteForm(request.POST or None, blog=blog)
    if request.method == "POST" and form.is_valid():
        close.delete(blog=blog)
        messages.success(request, _("The blog %(name)s is deleted.") % {"name": blog.name})
        return redirect("dashboard")
    return render(request, "blogs/delete.html", {"own": blog, "form": form})


@login_required
@reauthentication_required(allow_get=True)
def delete_account(request: HttpRequest) -> HttpResponse:
    """Says what would disappear; a press deletes it, once the person has proved again who they are."""
    account = person(request)
    if request.method == "POST":
        leave(account=account)
        logout(request)
        return redirect("account-left")
    blogs = Blog.objects.kept().filter(owner=account).order_by("name")
    last_staff = account.is_staff and not Account.objects.filter(is_staff=True).exclude(pk=account.pk).exists()
    return render(request, "blogs/leave.html", {"blogs": blogs, "last_staff": last_staff})


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Where leaving ends."""
    return render(request, "blogs/left.html")
