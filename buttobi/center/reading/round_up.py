"""What the page of a round-up says beside its text: of which theme, when, and how many answered, counted anew."""

from dataclasses import dataclass

from buttobi.blogs.models import Blog
from buttobi.center import runs
from buttobi.center.models import Run
from buttobi.center.reading import answers, past, when
from buttobi.center.reading.answers import Counts
from buttobi.entries import page
from buttobi.entries.views import reading_words


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundsUp:
    """The time of a theme that is told of."""

    url: str
    """The theme's; empty while readers do not find it."""
    title: str
    """Empty then, too: what it is called now was perhaps never to be read."""
    lang: str
    says: str
    """On which days it was open."""
    counts: Counts | None
    """None while readers do not find the theme."""
    before: str
    """Where the time before it is told of; empty where nothing is to be read."""


def about(run: Run, blog: Blog) -> dict[str, object]:
    """For the template of its page."""
    entry = run.theme.entry
    entry.blog = blog
    is_public = page.is_for_everyone(entry)
    words = reading_words.of_entry(entry)
    return {
        "rounds_up": RoundsUp(
            url=entry.address if is_public else "",
            title=words.title if is_public else "",
            lang=words.language,
            says=when.period(run.opened_at, run.closed_at, blog.zone),
            counts=answers.counted(runs.answers_in(run)) if is_public else None,
            before=_before(run, blog),
        )
    }


def _before(run: Run, blog: Blog) -> str:
    earlier = Run.objects.filter(theme=run.theme_id, opened_at__lt=run.opened_at).select_related("round_up")
    told = (past.readable_round_up(one, blog) for one in earlier.order_by("-opened_at"))
    return next((one.address for one in told if one is not None), "")
