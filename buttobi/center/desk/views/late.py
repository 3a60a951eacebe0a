"""Answers that came in after their round-up was drafted: into it with one press, or knowingly not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from buttobi.accounts.person import person
from buttobi.blogs.access import may_write
from buttobi.center.desk.views import gate
from buttobi.center.models import Run
from buttobi.center.round_up import late
from buttobi.entries.models import Entry
from buttobi.entries.views.writing_gate import signed_in
from buttobi.markup.errors import MarkupTooLarge
from buttobi.sections.section import Section


@require_POST
@signed_in
def add(request: HttpRequest, run_id: int) -> HttpResponse:
    """Puts their lines at the end of the round-up; of a published one, among its unsent changes."""
    run = _run(request, run_id)
    try:
        count = late.add(run=run)
    except MarkupTooLarge as problem:
        messages.error(request, gettext(problem.sentence))
        return _back(run)
    if run.round_up is not None and run.round_up.state == Entry.State.PUBLISHED:
        messages.info(request, gettext("They stand at the end. Readers see them when you submit."))
        return redirect("entry-edit", run.round_up.pk)
    says = ngettext("%(count)s answer was added to the draft.", "%(count)s answers were added to the draft.", count) % {
        "count": count
    }
    messages.success(request, says)
    return _back(run)


@require_POST
@signed_in
def leave_out(request: HttpRequest, run_id: int) -> HttpResponse:
    """They are news no more."""
    run = _run(request, run_id)
    late.leave_out(run=run)
    messages.success(request, gettext("Left out of the round-up. The theme's page lists them all the same."))
    return _back(run)


def _run(request: HttpRequest, run_id: int) -> Run:
    drafted = Run.objects.filter(round_up__isnull=False).exclude(round_up__state=Entry.State.DELETED)
    run = get_object_or_404(drafted.select_related("theme__entry__blog", "round_up"), pk=run_id)
    if not may_write(person(request), run.theme.entry.blog):
        raise Http404
    gate.section_of(run.theme.entry.blog.section)
    return run


def _back(run: Run) -> HttpResponse:
    blog = run.theme.entry.blog
    if blog.official:
        return redirect("theme-round-ups", Section(blog.section))
    return redirect("entry-theme", run.theme.entry_id)
