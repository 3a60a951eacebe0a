"""What a page takes, from whom, and when it is shown: worked out from the page, its blog and what is usual.

Nothing here looks at a trackback: who is blocked, and the wall between the sections, are judged elsewhere.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from buttobi.blogs.models import Blog
from buttobi.sections.section import Section
from buttobi.trackbacks.models import BlogPolicy, Target
from buttobi.trackbacks.models.policy import KINDS, NEVER, USUAL_DAYS, Culture, Rules, Showing

# ASCII English, as protocol replies need it; the keys of their translations on screens.
CLOSED = gettext_noop("This entry takes no trackbacks.")
NOT_YET_OPEN = gettext_noop("This theme is not open yet.")
OVER = gettext_noop("This theme is closed. Its answers stay to be read.")
CLOSED_TO_OUTSIDERS = gettext_noop("This entry is closed to other sites. What it has stays.")
NOT_TAKEN = {
    "trackback": gettext_noop("This entry takes no TrackBack pings."),
    "pingback": gettext_noop("This entry takes no Pingbacks."),
    "webmention": gettext_noop("This entry takes no Webmentions."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What holds for one page in the end."""

    is_open: bool
    """Whether it takes anything from anybody."""
    closed_because: str
    """Why it takes nothing: an ASCII sentence, empty when it is open."""
    takes: tuple[str, ...]
    """Kinds that it takes, keys of KINDS."""
    culture: str
    showing: str
    until: datetime | None
    """From this moment on it takes nothing from other sites; None for never."""

    def is_open_to_outsiders(self, now: datetime) -> bool:
        """Whether pages elsewhere may send anything."""
        return self.is_open and bool(self.takes) and (self.until is None or now < self.until)

    def doors(self, now: datetime) -> tuple[str, ...]:
        """The kinds whose doors the page shows to programs elsewhere."""
        return self.takes if self.is_open_to_outsiders(now) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogRules:
    """What holds for the pages of a blog that say nothing else."""

    takes: tuple[str, ...]
    culture: str
    showing: str
    days: int
    """After so many days a page is closed to other sites; NEVER for never."""
    closed: bool


USUAL = BlogRules(takes=tuple(KINDS), culture=Culture.ORDINARY, showing=Showing.EXAMINED, days=USUAL_DAYS, closed=False)


def of_blog(blog: Blog) -> BlogRules:
    """What holds for a blog now."""
    whole = getattr(blog, "policy", None) or BlogPolicy()
    return _over(replace(USUAL, closed=whole.closed), whole, official=blog.official)


def _over(below: BlogRules, said: Rules, *, official: bool, theme: bool = False) -> BlogRules:
    """Rules, with what is said above them."""
    days = below.days if said.closes_after_days is None else said.closes_after_days
    return replace(
        below,
        takes=below.takes if said.takes is None else tuple(kind for kind in KINDS if kind in said.takes),
        # A theme is answered from everywhere, by entries that need not name it, for as long as it is open.
        culture=Culture.RELATED if official else said.culture or (Culture.RELATED if theme else below.culture),
        showing=said.showing or below.showing,
        days=NEVER if official or theme else days,
    )


def of(target: Target) -> Policy:
    """What holds for a page now."""
    rules = _over(of_blog(target.blog), target, official=target.blog.official, theme=target.is_theme)
    closed_because = _closed_because(target)
    return Policy(
        is_open=not closed_because,
        closed_because=closed_because,
        takes=rules.takes,
        culture=rules.culture,
        showing=rules.showing,
        until=target.created_at + timedelta(days=rules.days) if rules.days != NEVER else None,
    )


def _closed_because(target: Target) -> str:
    if target.is_open:
        return ""
    now = timezone.now()
    if target.is_theme and target.is_public and not target.is_in_time(now):
        return NOT_YET_OPEN if target.opens_at is not None and now < target.opens_at else OVER
    return CLOSED


def refusal(policy: Policy, target: Target, protocol: str, is_outside: bool, now: datetime) -> str:
    """Why a page does not take a trackback of this kind, as an ASCII sentence for its sender; empty when it does.

    `is_outside`: it came through a door, not from an author here.
    """
    if not policy.is_open:
        return policy.closed_because
    if protocol not in policy.takes:
        return NOT_TAKEN.get(protocol, CLOSED)
    if is_outside and not policy.is_open_to_outsiders(now):
        return CLOSED_TO_OUTSIDERS
    return ""


def with_time(refusal: str, target: Target) -> str:
    """A refusal for a program elsewhere; of a theme that is not open it says when that was, or will be, and where."""
    moment = {NOT_YET_OPEN: target.opens_at, OVER: target.closes_at}.get(refusal)
    if moment is None:
        return refusal
    does = "opens" if refusal == NOT_YET_OPEN else "closed"
    return f"{refusal} It {does} at {moment.astimezone(target.blog.zone):%Y-%m-%d %H:%M} ({target.blog.time_zone})."


def words(policy: Policy, target: Target) -> str:
    """The policy as a person reads it, in the active language."""
    if policy.closed_because in (NOT_YET_OPEN, OVER):
        return gettext(policy.closed_because)
    if not policy.is_open or not policy.takes:
        return gettext("Takes no new trackbacks")
    kinds = gettext(", ").join(KINDS[kind] for kind in policy.takes) if len(policy.takes) < len(KINDS) else ""
    parts = [kinds, str(Culture(policy.culture).label), str(Showing(policy.showing).label), _until(policy, target)]
    adult = target.blog.section == Section.ADULT
    parts.append(gettext("no General blogs") if adult else gettext("no Adult blogs"))
    said = " · ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def _until(policy: Policy, target: Target) -> str:
    if policy.until is None:
        return ""
    now, until = (moment.astimezone(target.blog.zone) for moment in (timezone.now(), policy.until))
    day = date_format(until, gettext("j M") if until.year == now.year else gettext("j M Y"))
    if now >= until:
        return gettext("closed to other sites since %(day)s") % {"day": day}
    return gettext("from other sites until %(day)s") % {"day": day}


def promise(policy: Policy) -> str:
    """What becomes of an entry elsewhere whose trackback arrives, in the active language."""
    if policy.showing == Showing.LOOKED:
        return gettext("We look at your page; then the owner decides.")
    if policy.culture == Culture.MENTION:
        return gettext("We look at your page, and list your entry when it links to this one.")
    if policy.culture == Culture.RELATED:
        return gettext("We look at your page, and list your entry when it is there.")
    return gettext(
        "We look at your page: when it links to this entry, yours is listed; without a link, the owner decides."
    )


def as_json(policy: Policy, target: Target) -> dict[str, object]:
    """The policy for programs: what another service reads before it sends. `open` means open to it."""
    return {
        "version": 1,
        "entry": target.address,
        "trackback": target.trackback_url,
        "section": str(target.blog.section),
        "open": policy.is_open_to_outsiders(timezone.now()),
        "takes": list(policy.takes),
        "culture": str(policy.culture),
        "showing": str(policy.showing),
        "until": policy.until.isoformat(timespec="seconds") if policy.until else None,
        "words": {language: _words_in(language, policy, target) for language in ("en", "ja")},
    }


def _words_in(language: str, policy: Policy, target: Target) -> str:
    with translation.override(language):
        return words(policy, target)
