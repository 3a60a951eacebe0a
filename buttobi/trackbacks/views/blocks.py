"""The sites that one's blogs want nothing from, and how they are let in again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from buttobi.accounts.person import person
from buttobi.blogs import access
from buttobi.trackbacks import moderation
from buttobi.trackbacks.models import Block
from buttobi.trackbacks.views import times


@login_required
@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    """All blocks of the blogs that one may write in, newest first."""
    rows = Block.objects.filter(blog__in=access.writable_by(person(request)))
    found = [
        {
            "pk": row.pk,
            "site": row.host or (row.source_blog.title_and_section if row.source_blog else ""),
            "address": row.source_blog.address if row.source_blog else "",
            "blog": row.blog.title_and_section,
            "at": times.for_machines(row.since, row.blog),
            "day": times.in_full(row.since, row.blog),
        }
        for row in rows.select_related("blog", "source_blog").order_by("-since", "-pk")
    ]
    return render(request, "trackbacks/blocks.html", {"blocks": found})


@login_required
@require_POST
def unblock(request: HttpRequest, block_id: int) -> HttpResponse:
    """Lets one site in again."""
    row = get_object_or_404(Block, pk=block_id, blog__in=access.writable_by(person(request)))
    moderation.unblock(row)
    site = row.host or (row.source_blog.title_and_section if row.source_blog else "")
    messages.success(request, gettext("%(site)s may send trackbacks again.") % {"site": site})
    return redirect("blocks")
