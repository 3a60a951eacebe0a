"""The dashboard: a person's blogs with what waits in them, the newest drafts, and the way to write."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buttobi.accounts.person import person
from buttobi.blogs import access
from buttobi.blogs.models import Blog
from buttobi.entries.models import Entry
from buttobi.sections.section import Section
from buttobi.trackbacks.models import Received

DRAFTS = 5
_UNPUBLISHED = (Entry.State.DRAFT, Entry.State.SCHEDULED, Entry.State.UNPUBLISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One blog as its writer sees it: how much is public, how much is not, how many trackbacks wait."""

    blog: Blog
    entries: int
    drafts: int
    waiting: int


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    account = person(request)
    desks = desks_of(list(access.writable_by(account)))
    context = {
        "desks": [desk for desk in desks if not desk.blog.official],
        "centers": [desk for desk in desks if desk.blog.official],
        "drafts": newest_drafts([desk.blog for desk in desks]),
        "waiting": sum(desk.waiting for desk in desks),
        "is_partly_off": not all(Section(desk.blog.section).is_offered for desk in desks),
    }
    return render(request, "front/dashboard.html", context)


def desks_of(blogs: Sequence[Blog]) -> list[Desk]:
    """Blogs with their counts, in the order given; two queries for the counts, however many blogs."""
    entries: Counter[tuple[int, bool]] = Counter()
    kept = Entry.objects.kept().filter(blog__in=blogs).order_by()
    for blog_id, state, number in kept.values_list("blog_id", "state").annotate(number=Count("pk")):
        entries[blog_id, state in _UNPUBLISHED] += number
    received = Received.objects.waiting().filter(target__blog__in=blogs).order_by()
    waiting = dict(received.values_list("target__blog_id").annotate(number=Count("pk")))
    return [
        Desk(
            blog=blog,
            entries=entries[blog.pk, False],
            drafts=entries[blog.pk, True],
            waiting=waiting.get(blog.pk, 0),
        )
        for blog in blogs
    ]


def newest_drafts(blogs: Sequence[Blog]) -> Sequence[Entry]:
    """The drafts that were touched last, five at most."""
    drafts = Entry.objects.filter(blog__in=blogs, state=Entry.State.DRAFT).select_related("blog")
    return list(drafts.order_by("-updated_at", "-pk")[:DRAFTS])
