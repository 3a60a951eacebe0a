"""Proposed themes: where anybody proposes one, and where staff answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from buttobi.accounts.person import person
from buttobi.accounts.staff import staff_only
from buttobi.blogs.access import writable_by
from buttobi.center.desk import proposals, waiting
from buttobi.center.desk.fields import Values
from buttobi.center.desk.forms import DeclineForm, ProposeForm
from buttobi.center.desk.views import gate
from buttobi.center.models import Proposal
from buttobi.center.reading import when
from buttobi.entries import unsent
from buttobi.entries.views.writing_form import STALE
from buttobi.entries.views.writing_gate import keeps
from buttobi.sections.section import Section

# Of the answered ones so many are shown; the older ones stand in their themes.
ANSWERED = 30


def proposed_in(form: Any) -> Values:
    """The fields of a proposal as they were sent."""
    return {name: str(form.get(name, "")).replace("\x00", "") for name in ("title", "prompt", "language", "section")}


@require_http_methods(["GET", "HEAD", "POST"])
@keeps(proposed_in)
def propose(request: HttpRequest, *, stale: bool = False) -> HttpResponse:
    """The form of a proposal, and what became of the own ones."""
    account = person(request)
    form = ProposeForm(initial=_begun(request))
    if request.method == "POST" and stale:
        messages.warning(request, gettext(STALE))
        form = ProposeForm(initial=proposed_in(request.POST))
    elif request.method == "POST":
        form = ProposeForm(request.POST)
        if form.is_valid() and _propose(request, form):
            return redirect("theme-propose")
    context = {
        "form": form,
        "mine": [(proposal, _standing(proposal)) for proposal in proposals.of(account)[:ANSWERED]],
    }
    return render(request, "center/desk/propose.html", context)


def _propose(request: HttpRequest, form: ProposeForm) -> bool:
    found = form.cleaned_data
    before = timezone.now()
    made = proposals.propose(
        by=person(request),
        section=found.get("section", Section.GENERAL),
        language=found["language"],
        title=found["title"],
        prompt=found["prompt"],
        submission=found["submission"],
    )
    if made is None:
        form.add_error(None, proposals.TOO_MANY)
        return False
    unsent.forget(request.session, form=request.path)
    if made.proposed_at >= before:
        # Said once, however often the form was sent.
        messages.success(request, gettext("Thank you. Staff read it; their answer will stand here."))
    return True


def _begun(request: HttpRequest) -> Values:
    """What is filled in: what was typed before signing in again, else the section of the address or of the own blog."""
    brought_back = gate.brought_back(request)
    if brought_back is not None:
        return brought_back
    asked = request.GET.get("section", "")
    if asked in Section.values:
        return {"section": asked}
    first = writable_by(person(request)).filter(official=False).first()
    return {"section": first.section if first is not None else Section.GENERAL}


def _standing(proposal: Proposal) -> str:
    """Where the theme that was made of a proposal stands."""
    theme = proposal.theme
    if theme is None or theme.entry.target is None or not theme.entry.target.is_public:
        return ""
    return when.of(theme).says


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def answer(request: HttpRequest, section_name: str) -> HttpResponse:
    """What waits for staff, the oldest first, and what they answered."""
    section = gate.section_of(section_name)
    center = gate.center_of(section)
    declining = _declined(request, section)
    if isinstance(declining, HttpResponse):
        return declining
    pk, wrong = declining if declining is not None else (0, None)
    rows = [
        (proposal, wrong if proposal.pk == pk else DeclineForm(prefix=f"p{proposal.pk}"))
        for proposal in proposals.waiting(section)
    ]
    context = {
        "center": center,
        "rows": rows,
        "answered": [(one, proposals.can_undo(one), _standing(one)) for one in proposals.decided(section)[:ANSWERED]],
        "wrong": wrong,
        "waiting": waiting.of(section),
        **gate.frame(section),
    }
    return render(request, "center/desk/proposals.html", context)


def _declined(request: HttpRequest, section: Section) -> HttpResponse | tuple[int, DeclineForm] | None:
    """Declines what was sent; the form with what is wrong with it, when there is something."""
    if request.method != "POST":
        return None
    number = request.POST.get("decline", "")[:18]
    proposal = get_object_or_404(Proposal, pk=int(number) if number.isdecimal() else 0, section=section)
    form = DeclineForm(request.POST, prefix=f"p{proposal.pk}")
    if not form.is_valid():
        return proposal.pk, form
    if proposals.decline(proposal=proposal, by=person(request), answer=form.cleaned_data["answer"]):
        messages.success(request, gettext("Declined, with your words."))
    else:
        messages.warning(request, gettext("Somebody else answered this proposal before you."))
    return redirect("theme-proposals", section)


@require_POST
@staff_only
def accept(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Announces a proposed theme on the next free days."""
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    section = gate.section_of(proposal.section)
    gate.center_of(section)
    theme = proposals.accept(proposal=proposal, by=person(request))
    if theme is None:
        messages.warning(
            request, gettext("That was not possible: somebody else answered first, or the Center is closed.")
        )
    else:
        says = gettext("“%(title)s” is announced: it %(opens)s. Please write it in the other language before that day.")
        messages.success(request, says % {"title": proposal.title, "opens": when.of(theme).says})
    return redirect("theme-proposals", section)


@require_POST
@staff_only
def undo(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Takes back an answer."""
    proposal = get_object_or_404(Proposal.objects.select_related("theme__entry__blog"), pk=proposal_id)
    section = gate.section_of(proposal.section)
    if proposals.undo(proposal=proposal):
        messages.success(request, gettext("The proposal waits again, as if nobody had answered it."))
    else:
        messages.warning(request, gettext("Its theme has opened: close it, or delete it, where it is edited."))
    return redirect("theme-proposals", section)
