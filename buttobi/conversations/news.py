"""What is going on in a section: who answered whom, whose first trackback came, who was heard again after long.

Only what is new is looked at: the trackbacks shown last, as many as needed and never more than a few thousand, so that
a page costs the same whether a year or a day lies behind it. Where one page is answered all the time, or the themes of
a Trackback Center are, what lies behind its crowd is looked at as well, so far as `REACH` goes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, Max, OuterRef, Q, Value, When
from django.utils import timezone

from buttobi.blogs.models import Blog
from buttobi.center.starters import PRACTICE
from buttobi.entries.views import reading_days, reading_trackbacks
from buttobi.sections import marked, wall
from buttobi.trackbacks import how_linked
from buttobi.trackbacks.models import Received, Target
from buttobi.trackbacks.models.received import ReceivedQuerySet
from linkback import addresses

# So many of the trackbacks shown last are looked through, of both sections; the next number when it was too few.
WINDOWS = (400, 2_000, 6_000)
# With so many of one section at hand, nobody looks further.
ENOUGH = 16
# Whatever is answered by more than one in so many of them takes the room of everything else: it is looked past.
CROWD = 10
# So often a section's list asks the database.
LOOKS = 5
# Nothing is looked for behind so many of the trackbacks shown last, however large a crowd is.
REACH = 20_000
# A first trackback is news for a week, an answer to a quiet blog for a day.
FIRST = timedelta(days=7)
TODAY = timedelta(days=1)
QUIET = timedelta(days=30)
# Among so many blogs the news of blogs are looked for.
BLOGS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One entry that answered another; `host` only for a page elsewhere, the languages only for one here."""

    key: int
    url: str
    title: str
    excerpt: str
    lang: str
    blog: str
    blog_lang: str
    host: str
    link: str
    at: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The entry of ours that was answered."""

    url: str
    title: str
    lang: str
    blog: str
    blog_url: str
    blog_lang: str
    is_theme: bool

    @property
    def conversation(self) -> str:
        """Where everything that hangs together with it is read."""
        return f"{self.url}conversation/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """An entry with the answers that came last, the newest first, and whether there are more among the news."""

    asked: Asked
    answers: tuple[Answer, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogNews:
    """A blog that was answered, and by what; `days` is how long it had been quiet, 0 for its first trackback ever."""

    asked: Asked
    answer: Answer
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Everything that is new in a section."""

    exchanges: tuple[Exchange, ...]
    firsts: tuple[BlogNews, ...]
    quiet: tuple[BlogNews, ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A trackback that was shown lately: its number, its target, the target's blog, and when."""

    key: int
    target: int
    blog: int
    official: bool
    at: datetime


def of_section(section: str, *, exchanges: int, answers: int, blogs: int) -> News:
    """The news of a section: so many exchanges with so many answers each, and so many blogs of either kind."""
    heard = _heard(section)
    threads = _by_target(heard)[:exchanges]
    firsts, quiet = _blogs(section, heard, limit=blogs)
    wanted = [one.key for thread in threads for one in thread[:answers]]
    wanted += [one.key for one in (*firsts, *quiet)]
    rows = _readable(section).filter(pk__in=wanted).select_related("source__blog", "target__blog")
    found = {row.pk: row for row in rows}
    return News(
        exchanges=tuple(_exchange(thread, answers, found) for thread in threads if thread[0].key in found),
        firsts=_told(firsts, found, {}),
        quiet=_told(quiet, found, quiet),
    )


def newest(section: str, number: int) -> Sequence[Received]:
    """The trackbacks that readers of a section saw last, the newest first."""
    wanted = [one.key for one in _heard(section, own=True, enough=number)[:number]]
    rows = _readable(section).filter(pk__in=wanted).select_related("source__blog", "target__blog")
    return sorted(rows, key=lambda row: (row.shown_at or row.received_at, row.pk), reverse=True)


# --- What was shown lately --------------------------------------------------------------------------------------------
def _heard(section: str, *, own: bool = False, enough: int = ENOUGH) -> list[_Heard]:
    """What readers of a section saw last, the newest first, without practice; within one blog only where `own`.

    With `own` it is everything in its order; else whatever is answered all the time leaves room for the rest.
    """
    rows = _readable(section) if own else _readable(section).exclude(source__blog=F("target__blog"))
    rows = rows.exclude(target__blog__official=True, target__path=f"{PRACTICE}/")
    columns = (
        "pk",
        "target_id",
        "target__blog_id",
        "target__blog__official",
        "shown_at",
        "source",
        "source_url",
        "final_url",
    )
    seen: dict[int, tuple[Any, ...]] = {}
    shown = Received.objects.filter(state=Received.State.SHOWN, shown_at__isnull=False)
    crowds = Q()
    windows = list(WINDOWS)
    for _ in range(LOOKS):
        newest = shown.exclude(crowds).order_by("-shown_at", "-pk").values("pk")[: windows[0]]
        found = list(rows.filter(pk__in=newest).values_list(*columns))
        seen |= {heard[0]: heard for heard in found}
        crowded = None if own else _crowded(found, most=max(ENOUGH, windows[0] // CROWD))
        if crowded is not None:
            shown = shown if crowds else _within_reach(shown)
            crowds |= crowded
        elif len(found) >= enough or len(windows) == 1:
            break
        else:
            del windows[0]
    beyond = _beyond(seen.values()) if _hides_adult(section) else set()
    heard = [_Heard(*heard[:5]) for key, heard in seen.items() if key not in beyond]
    return sorted(heard, key=lambda one: (one.at, one.key), reverse=True)


def _within_reach(shown: ReceivedQuerySet) -> ReceivedQuerySet:
    ends = shown.order_by("-shown_at", "-pk").values_list("shown_at", flat=True)[REACH : REACH + 1].first()
    return shown if ends is None else shown.filter(shown_at__gte=ends)


def _crowded(found: Sequence[tuple[Any, ...]], *, most: int) -> Q | None:
    """The pages that have more than so many of some trackbacks; without any, the Centers whose themes have together."""
    for name, keys in (("target", _keys(found, 1)), ("target__blog", _keys((one for one in found if one[3]), 2))):
        loud = [key for key, number in keys.items() if number > most]
        if loud:
            return Q(**{f"{name}__in": loud})
    return None


def _keys(found: Iterable[tuple[Any, ...]], column: int) -> Counter[int]:
    return Counter(one[column] for one in found)


def _beyond(seen: Iterable[tuple[Any, ...]]) -> set[int]:
    """Those of the trackbacks whose page elsewhere is on a marked host, or led to one."""
    hosts = {heard[0]: {addresses.host(url) for url in heard[6:] if url} for heard in seen if heard[5] is None}
    listed = marked.marked_among(host for of_row in hosts.values() for host in of_row)
    return {key for key, of_row in hosts.items() if not of_row.isdisjoint(listed)}


def _readable(section: str) -> ReceivedQuerySet:
    """The trackbacks that readers of one section see."""
    same_side = Q(source=None) | Q(source__blog__section=section)
    listed = Q(target__listed=True, target__blog__state=Blog.State.OPEN, target__blog__section=section)
    rows = Received.objects.shown().filter(same_side & listed)
    return rows.filter(adult=False) if _hides_adult(section) else rows


def _hides_adult(section: str) -> bool:
    return wall.refusal(source=None, target=section, adult=True) is not None


def _by_target(heard: Iterable[_Heard]) -> list[list[_Heard]]:
    """By the page that was answered, the one that was answered last first."""
    threads: dict[int, list[_Heard]] = defaultdict(list)
    for one in heard:
        threads[one.target].append(one)
    return list(threads.values())


# --- News of blogs ----------------------------------------------------------------------------------------------------
def _blogs(section: str, heard: Sequence[_Heard], *, limit: int) -> tuple[list[_Heard], dict[_Heard, datetime]]:
    """The first trackback ever of blogs; and the answers of today to quiet blogs, with the time of the one before."""
    now = timezone.now()
    by_blog: dict[int, list[_Heard]] = defaultdict(list)
    for one in heard:
        if not one.official:
            by_blog[one.blog].append(one)
    lately = [blog for blog, answers in by_blog.items() if answers[0].at > now - FIRST][:BLOGS]
    if not lately:
        return [], {}
    # Each by what was heard of it: of what was looked past, nobody knows what lies between.
    before = {blog: by_blog[blog][-1].at for blog in lately}
    ever, in_time = _earlier(section, before, since=now - QUIET)
    firsts = sorted((by_blog[blog][-1] for blog in lately if blog not in ever), key=lambda one: one.at, reverse=True)
    quiet = {blog: found for blog in lately if (found := _after_long(by_blog[blog], now)) and blog not in in_time}
    known = {blog: last for blog, (_, last) in quiet.items() if last is not None}
    asked = [blog for blog in quiet if blog not in known and blog in ever][:limit]
    known |= _last(section, {blog: before[blog] for blog in asked})
    return (
        [one for one in firsts if one.at > now - FIRST][:limit],
        dict([(one, known[blog]) for blog, (one, _) in quiet.items() if blog in known][:limit]),
    )


def _after_long(answers: Sequence[_Heard], now: datetime) -> tuple[_Heard, datetime | None] | None:
    """The first answer of today, unless there was another lately; and when that was, if it is known."""
    today = [one for one in answers if one.at > now - TODAY]
    last = next((one.at for one in answers[len(today) :]), None)
    return (today[-1], last) if today and (last is None or last < now - QUIET) else None


def _earlier(section: str, before: Mapping[int, datetime], *, since: datetime) -> tuple[set[int], set[int]]:
    """Which of some blogs were ever answered before a time of theirs, and which of them in the time since another."""
    theirs = Case(*(When(pk=blog, then=Value(at)) for blog, at in before.items()), output_field=DateTimeField())
    answered = _answered(section).filter(target__blog=OuterRef("pk"), shown_at__lt=OuterRef("theirs"))
    lately = Exists(answered.filter(received_at__gte=since, shown_at__gte=since))
    rows = Blog.objects.filter(pk__in=before).annotate(theirs=theirs).values_list("pk", Exists(answered), lately)
    found = list(rows)
    return {pk for pk, ever, _ in found if ever}, {pk for pk, _, in_time in found if in_time}


def _last(section: str, before: Mapping[int, datetime]) -> dict[int, datetime]:
    if not before:
        return {}
    any_of = Q(pk__in=())
    for blog, at in before.items():
        any_of |= Q(target__blog=blog, shown_at__lt=at)
    rows = _answered(section).filter(any_of).values_list("target__blog")
    return dict(rows.annotate(Max("shown_at")))


def _answered(section: str) -> ReceivedQuerySet:
    """The trackbacks from other blogs."""
    return _readable(section).exclude(source__blog=F("target__blog")).order_by()


# --- In words ---------------------------------------------------------------------------------------------------------
def _exchange(thread: Sequence[_Heard], most: int, found: Mapping[int, Received]) -> Exchange:
    rows = [found[one.key] for one in thread[:most] if one.key in found]
    return Exchange(
        asked=_asked(rows[0].target), answers=tuple(_answer(row) for row in rows), more=len(thread) - len(rows)
    )


def _told(
    news: Iterable[_Heard], found: Mapping[int, Received], since: Mapping[_Heard, datetime]
) -> tuple[BlogNews, ...]:
    return tuple(
        BlogNews(
            asked=_asked(found[one.key].target),
            answer=_answer(found[one.key]),
            days=(one.at - since[one]).days if one in since else 0,
        )
        for one in news
        if one.key in found
    )


def _asked(target: Target) -> Asked:
    return Asked(
        url=target.address,
        title=target.display_title,
        lang=target.display_language,
        blog=target.blog.display_title,
        blog_url=target.blog.address,
        blog_lang=target.blog.display_language,
        is_theme=target.is_theme,
    )


def _answer(received: Received) -> Answer:
    source, at = received.source, received.shown_at or received.received_at
    return Answer(
        key=received.pk,
        url=reading_trackbacks.address(received, target=received.target),
        title=source.display_title if source else received.title or received.source_url,
        excerpt=source.summary if source else received.excerpt,
        lang=source.display_language if source else "",
        blog=source.blog.display_title if source else received.blog_name,
        blog_lang=source.blog.display_language if source else "",
        host="" if source else addresses.host(received.source_url),
        link=how_linked.sign(received),
        at=reading_days.stamp(at),
        day=reading_days.day(at),
    )
