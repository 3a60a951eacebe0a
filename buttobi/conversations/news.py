"""What is going on in a section: who answered whom, whose first trackback came, who was heard again after long.

Only what is new is looked at: the trackbacks shown last, as many as needed and never more than a few thousand, so that
a page costs the same whether a year or a day lies behind it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q
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
    wanted = [one.key for one in _heard(section, own=True)[:number]]
    rows = _readable(section).filter(pk__in=wanted).select_related("source__blog", "target__blog")
    return sorted(rows, key=lambda row: (row.shown_at or row.received_at, row.pk), reverse=True)


# --- What was shown lately --------------------------------------------------------------------------------------------
def _heard(section: str, *, own: bool = False) -> list[_Heard]:
    """What readers of a section saw last, the newest first, without practice; within one blog only where `own`."""
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
    for number in WINDOWS:
        window = Received.objects.filter(state=Received.State.SHOWN, shown_at__isnull=False).order_by(
            "-shown_at", "-pk"
        )
        seen = list(rows.filter(pk__in=window.values("pk")[:number]).order_by("-shown_at", "-pk").values_list(*columns))
        if len(seen) >= ENOUGH or number == WINDOWS[-1]:
            break
    beyond = _beyond(seen) if _hides_adult(section) else set()
    return [_Heard(*heard[:5]) for heard in seen if heard[0] not in beyond]


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
    ever, in_time = _earlier(section, lately, before=heard[-1].at, since=now - QUIET)
    firsts = sorted((by_blog[blog][-1] for blog in lately if blog not in ever), key=lambda one: one.at, reverse=True)
    quiet = {blog: found for blog in lately if (found := _after_long(by_blog[blog], now)) and blog not in in_time}
    known = {blog: last for blog, (_, last) in quiet.items() if last is not None}
    asked = [blog for blog in quiet if blog not in known and blog in ever][:limit]
    known |= _last(section, asked, before=heard[-1].at)
    return (
        [one for one in firsts if one.at > now - FIRST][:limit],
        dict([(one, known[blog]) for blog, (one, _) in quiet.items() if blog in known][:limit]),
    )


def _after_long(answers: Sequence[_Heard], now: datetime) -> tuple[_Heard, datetime | None] | None:
    """The first answer of today, unless there was another lately; and when that was, if it is known."""
    today = [one for one in answers if one.at > now - TODAY]
    last = next((one.at for one in answers[len(today) :]), None)
    return (today[-1], last) if today and (last is None or last < now - QUIET) else None


def _earlier(section: str, blogs: Sequence[int], *, before: datetime, since: datetime) -> tuple[set[int], set[int]]:
    """Which of the blogs were ever answered before a time, and which of them in the time since another."""
    theirs = _answered(section).filter(target__blog=OuterRef("pk"), shown_at__lt=before)
    lately = Exists(theirs.filter(received_at__gte=since, shown_at__gte=since))
    rows = Blog.objects.filter(pk__in=blogs).values_list("pk", Exists(theirs), lately)
    found = list(rows)
    return {pk for pk, ever, _ in found if ever}, {pk for pk, _, in_time in found if in_time}


def _last(section: str, blogs: Sequence[int], *, before: datetime) -> dict[int, datetime]:
    rows = _answered(section).filter(target__blog__in=blogs, shown_at__lt=before).values_list("target__blog")
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
