"""Themes that people propose: asked for, taken into the plan, or declined with words."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buttobi.accounts.models import Account
from buttobi.blogs.models import Blog
from buttobi.center import compose, plan, shelf
from buttobi.center.compose import Composed
from buttobi.center.models import Proposal, Theme
from buttobi.center.plan import Window
from buttobi.entries.delete import delete
from buttobi.entries.models import Entry
from buttobi.markup.markdown import render
from buttobi.sections.context import CENTERS
from buttobi.sections.section import Section

# How many proposals of one account may wait for an answer.
MOST_WAITING = 5
TOO_MANY = _(
    "Five of your proposals are waiting for an answer. Please wait for one of them before you propose another theme."
)


def propose(
    *, by: Account, section: str, language: str, title: str, prompt: str, submission: str = ""
) -> Proposal | None:
    """Writes a proposal down, once for a form that is sent twice; None when as many of the account's wait as may."""
    words = {"section": section, "language": language, "title": title, "prompt": prompt}
    with transaction.atomic():
        # Locked: of two forms sent at once, the second sees the first.
        Account.objects.select_for_update().get(pk=by.pk)
        sent = Proposal.objects.filter(proposed_by=by, submission=submission).first() if submission else None
        if sent is not None and all(getattr(sent, name) == text for name, text in words.items()):
            return sent
        if Proposal.objects.filter(proposed_by=by, state=Proposal.State.WAITING).count() >= MOST_WAITING:
            return None
        # With other words it is another proposal.
        known_by = "" if sent is not None else submission
        return Proposal.objects.create(proposed_by=by, submission=known_by, **words)


def of(account: Account) -> QuerySet[Proposal]:
    """What somebody proposed, the newest first."""
    mine = Proposal.objects.filter(proposed_by=account)
    return mine.select_related("theme__entry__blog").order_by("-proposed_at", "-pk")


def waiting(section: str) -> QuerySet[Proposal]:
    """What staff have yet to answer, the oldest first."""
    asked = Proposal.objects.filter(section=section, state=Proposal.State.WAITING)
    return asked.select_related("proposed_by").order_by("proposed_at", "pk")


def decided(section: str) -> QuerySet[Proposal]:
    """What staff answered, the last first."""
    done = Proposal.objects.filter(section=section).exclude(state=Proposal.State.WAITING)
    return done.select_related("proposed_by", "decided_by", "theme__entry__blog").order_by("-decided_at", "-pk")


def center(section: str) -> Blog | None:
    """The Trackback Center of a section, while it is open."""
    return Blog.objects.open().filter(name=CENTERS[Section(section)], official=True).first()


def windows(section: str) -> list[Window]:
    """When the themes of a Center are open from now on, by its plan: those announced and those open, not drafts."""
    to_come = Q(entry__closes_at=None) | Q(entry__closes_at__gt=timezone.now())
    published = shelf.of_center(section).filter(to_come, entry__state=Entry.State.PUBLISHED)
    times = published.values_list("entry__opens_at", "entry__closes_at")
    return [Window(opens_at=opens_at, closes_at=closes_at) for opens_at, closes_at in times if opens_at is not None]


def accept(*, proposal: Proposal, by: Account) -> Theme | None:
    """Announces a proposed theme on the next free days of the plan; None when somebody else answered first."""
    blog = center(proposal.section)
    if blog is None:
        return None
    with transaction.atomic():
        if not _decide(proposal, to=Proposal.State.ACCEPTED, by=by):
            return None
        today = timezone.now().astimezone(blog.zone).date()
        free = plan.next_free(windows(proposal.section), after=today, zone=blog.zone, wanted=settings.OPEN_THEMES)
        theme = compose.begin(blog=blog, author=by, proposed_by=proposal.proposed_by)
        compose.announce(theme=theme, composed=_composed(proposal, blog, free))
        Proposal.objects.filter(pk=proposal.pk).update(theme=theme)
        proposal.theme = theme
    return theme


def _composed(proposal: Proposal, blog: Blog, free: Window) -> Composed:
    html = render(proposal.prompt)
    # In one language only until staff translate it; the Center's own must never be empty.
    is_second = proposal.language != blog.language
    return Composed(
        title=proposal.title,
        body=proposal.prompt,
        html=html,
        second_title=proposal.title if is_second else "",
        second_body=proposal.prompt if is_second else "",
        second_html=html if is_second else "",
        opens_at=free.opens_at,
        closes_at=free.closes_at,
    )


def decline(*, proposal: Proposal, by: Account, answer: str) -> bool:
    """Answers that a theme will not be, with words for whoever proposed it; says whether this call did it."""
    return _decide(proposal, to=Proposal.State.DECLINED, by=by, answer=answer)


def can_undo(proposal: Proposal) -> bool:
    """Whether a decision can be taken back: not once its theme has opened."""
    theme = proposal.theme
    if proposal.state == Proposal.State.WAITING:
        return False
    return theme is None or theme.life(timezone.now()) in (Theme.Life.DRAFT, Theme.Life.ANNOUNCED)


def undo(*, proposal: Proposal) -> bool:
    """Takes a decision back; a theme that was made of the proposal is deleted. Says whether this call did it."""
    if not can_undo(proposal):
        return False
    with transaction.atomic():
        theme, before = proposal.theme, proposal.state
        back = {"state": Proposal.State.WAITING, "decided_by": None, "decided_at": None, "answer": "", "theme": None}
        if not Proposal.objects.filter(pk=proposal.pk, state=before).update(**back):
            return False
        if theme is not None:
            delete(entry=theme.entry)
    return True


def _decide(proposal: Proposal, *, to: Proposal.State, by: Account, answer: str = "") -> bool:
    changes = {"state": to, "decided_by": by, "decided_at": timezone.now(), "answer": answer}
    waits = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING)
    if not waits.update(**changes):
        return False
    for name, value in changes.items():
        setattr(proposal, name, value)
    return True
