"""Days of the ranking as a count would have left them, for tests of what is read from them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from buttobi.blogs.models import Blog
from buttobi.ranking import days
from buttobi.ranking.models import Day, Standing, Tally
from buttobi.trackbacks.models import Received, Target

FINAL, PROVISIONAL, COUNTING = Day.State.FINAL, Day.State.PROVISIONAL, Day.State.COUNTING

_numbers = count(1)


def day(ago: int = 1, *, state: str = FINAL, section: str = "general", on: date | None = None) -> Day:
    """A totalled day, by default yesterday's."""
    on = on or days.today() - timedelta(days=ago)
    return Day.objects.create(
        section=section,
        date=on,
        time_zone=days.zone().key,
        begins_at=days.begins(on),
        ends_at=days.ends(on),
        state=state,
        formula=1,
        final_at=days.final_at(on) if state == FINAL else None,
    )


def stand(day: Day, counts: Iterable[tuple[Blog, int]], **fields: Any) -> list[Standing]:
    """Places on a day, best first."""
    places = enumerate(counts, Standing.objects.filter(day=day).count() + 1)
    return [
        Standing.objects.create(
            **{
                "day": day,
                "blog": blog,
                "position": position,
                "trackbacks": number,
                "blogs": number,
                "reached_at": day.begins_at,
                "flags": [],
                **fields,
            }
        )
        for position, (blog, number) in places
    ]


def tally(day: Day, target: Target, *, reason: str = "", source: Target | None = None, **fields: Any) -> Tally:
    """One trackback to a page, as it was judged for a day; shown unless told otherwise."""
    number = next(_numbers)
    address = source.address if source else f"https://there{number}.example/{number}"
    usual: dict[str, Any] = {
        "source_url": address,
        "source_key": f"key{number}",
        "title": f"Answer {number}",
        "state": "shown",
    }
    usual |= {"received_at": day.begins_at + timedelta(minutes=number % 1000), "by_author": source is not None}
    received = Received.objects.create(target=target, source=source, **{**usual, **fields})
    name = f"blog:{source.blog_id}" if source else f"there{number}.example"
    return Tally.objects.create(day=day, blog=target.blog, received=received, source=name, reason=reason)
