"""Who may write here, and what becomes of a form whose author is not signed in any more: nothing typed is lost."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from buttobi.accounts.person import person
from buttobi.blogs.access import may_write
from buttobi.blogs.models import Blog
from buttobi.entries import keep, unsent
from buttobi.entries.models import Entry

View = Callable[..., HttpResponse]
Desk = Callable[Concatenate[HttpRequest, ...], HttpResponse]
ValuesIn = Callable[[Mapping[str, str]], keep.Values]

# Who last had a sheet open in this browser, in our hand: only a writer's text is worth a place in the database.
WRITER_COOKIE = f"{settings.COOKIE_PREFIX}writer"
WRITER_KNOWN_SECONDS = 30 * 24 * 3600


class _Forgery(CsrfViewMiddleware):
    """The usual check, asked instead of enforced."""

    def found_in(self, request: HttpRequest) -> HttpResponse | None:
        """The refusal of a form that does not come from this sign-in; None for every other."""
        answer: HttpResponse | None = self.process_view(request, None, (), {})  # type: ignore[arg-type]
        return answer


def signed_in(view: View) -> Desk:
    """Sends everybody else to sign in, and back here afterwards."""

    @functools.wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return gate


def keeps(values_in: ValuesIn) -> Callable[[View], Desk]:
    """Like `signed_in`, for a form in which people write: what was typed outlives the sign-in.

    `values_in` reads the fields of the form. The view is told `stale=True` when the form belongs to an earlier
    sign-in: it may show the form again, filled in, and do nothing else.
    """

    def decorate(view: View) -> Desk:
        # Not exempt at all: the check is made here, because its usual answer would lose the text.
        @csrf_exempt
        @functools.wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            stale = None
            if request.method == "POST":
                stale = _Forgery(lambda _: HttpResponse()).found_in(request)
            if not request.user.is_authenticated:
                if request.method != "POST":
                    return redirect_to_login(request.get_full_path())
                return stale or _keep_and_sign_in(request, values_in)
            response = view(request, *args, stale=stale is not None, **kwargs)
            _remember_writer(response, person(request).pk)
            return response

        return gate

    return decorate


# For the form of New Submission.
keeps_what_was_typed = keeps(keep.values_in)


def _remember_writer(response: HttpResponse, account_id: int) -> None:
    response.set_signed_cookie(
        WRITER_COOKIE,
        str(account_id),
        max_age=WRITER_KNOWN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _writer(request: HttpRequest) -> int | None:
    """Whose form this is: of the person who is signed in, else of the one who had a sheet open here last."""
    if request.user.is_authenticated:
        return person(request).pk
    cookie = request.get_signed_cookie(WRITER_COOKIE, default="", max_age=WRITER_KNOWN_SECONDS)
    return int(cookie) if cookie else None


def _keep_and_sign_in(request: HttpRequest, values_in: ValuesIn) -> HttpResponse:
    query = QueryDict(mutable=True)
    if blog := request.POST.get("blog"):
        query["blog"] = blog
    if _writer(request) is None:
        messages.error(request, gettext("Please sign in first. What you sent was not kept: go back and copy it."))
    elif keep_unsent(request, values_in):
        query["kept"] = "1"
        messages.info(request, gettext("Your sign-in had ended. Sign in again: what you typed is kept."))
    else:
        messages.error(
            request, gettext("Your sign-in had ended, and this text is too long to keep. Go back and copy it first.")
        )
    return redirect_to_login(f"{request.path}?{query.urlencode()}")


def keep_unsent(request: HttpRequest, values_in: ValuesIn = keep.values_in) -> bool:
    """Keeps the form of this request in the session, for the person whose it is; says whether it fits."""
    by = _writer(request)
    values = values_in(request.POST)
    submission = request.POST.get("submission", "")
    return by is not None and unsent.keep(
        request.session, by=by, form=request.path, values=values, submission=submission
    )


def own_blog(request: HttpRequest, name: str) -> Blog:
    """A blog in which the person may write; Http404 for every other."""
    blog = get_object_or_404(Blog.objects.kept(), name=name)
    if not may_write(request.user, blog):
        raise Http404
    return blog


def own_entry(request: HttpRequest, entry_id: int) -> Entry:
    """An entry of a blog in which the person may write; Http404 for every other, and for the deleted."""
    entries = Entry.objects.kept().select_related("blog", "target__blog")
    entry = get_object_or_404(entries, pk=entry_id)
    if not may_write(request.user, entry.blog):
        raise Http404
    return entry
