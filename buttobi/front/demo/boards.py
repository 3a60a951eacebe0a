"""The themes of the demonstration world: opened before its first letter, and closed after its last."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from buttobi.center.desk import owner_themes
from buttobi.center.models import Theme
from buttobi.center.plan import midnight
from buttobi.center.round_up import drafts
from buttobi.entries.models import Entry
from buttobi.entries.publish import publish
from buttobi.entries.update import update
from buttobi.front.demo.drawings import DRAWINGS
from buttobi.front.demo.world import Board
from buttobi.media.take import take
from buttobi.trackbacks.models import Received

# What a Center announces stands on its board this long before; a round-up is read so long after.
AHEAD = timedelta(days=7)
LATER = timedelta(hours=9)


def begin(boards: Iterable[Board], now: datetime) -> None:
    """Opens the themes of the Centers, and leaves them open until every letter is there."""
    for board in boards:
        theme = _theme(board)
        if theme is not None:
            opens_at = now + timedelta(days=board.opens)
            _post(theme.entry, opens_at, None, published_at=min(opens_at, now - AHEAD))


def end(boards: Iterable[Board], now: datetime) -> None:
    """Closes what is over, hangs up the covers, and opens the themes of the blogs."""
    for board in boards:
        theme = _theme(board) or _opened_by_owner(board, now)
        if theme is None:
            continue
        _hang(theme, board)
        entry = theme.entry
        closes_at = None if board.closes is None else midnight(now + timedelta(days=board.closes), entry.blog.zone)
        _post(entry, entry.opens_at or now, closes_at, published_at=entry.published_at or now)
        if closes_at is not None and closes_at < now:
            _round_up(Theme.objects.get(pk=theme.pk), closes_at, now)


def _theme(board: Board) -> Theme | None:
    blog, _, slug = board.theme.partition("/")
    return Theme.objects.filter(entry__blog__name=blog, entry__slug=slug).select_related("entry__blog").first()


def _opened_by_owner(board: Board, now: datetime) -> Theme | None:
    blog, _, slug = board.theme.partition("/")
    entry = Entry.objects.kept().filter(blog__name=blog, slug=slug).select_related("blog").first()
    if entry is None:
        return None
    return owner_themes.open_as_theme(entry=entry, opens_at=now + timedelta(days=board.opens), closes_at=None)


def _post(entry: Entry, opens_at: datetime, closes_at: datetime | None, *, published_at: datetime) -> None:
    """Published in its time, as it would have been."""
    same = Entry.objects.filter(pk=entry.pk)
    same.update(opens_at=opens_at, closes_at=closes_at, published_at=published_at)
    entry.refresh_from_db()
    if entry.state == Entry.State.PUBLISHED:
        update(entry=entry)
    else:
        publish(entry=entry)
    same.update(updated_at=published_at)


def _hang(theme: Theme, board: Board) -> None:
    if not board.cover:
        return
    drawing = SimpleUploadedFile(f"{board.cover}.png", DRAWINGS[board.cover]())
    cover = take(drawing, section=theme.entry.blog.section, by=None)
    Theme.objects.filter(pk=theme.pk).update(cover=cover, cover_alt=board.alt, second_cover_alt=board.ja)


def _round_up(theme: Theme, closed_at: datetime, now: datetime) -> None:
    """Drafted from its answers, and read by staff."""
    drafts.draft(theme=theme, now=now)
    told = Theme.objects.get(pk=theme.pk).round_up
    if told is None:
        return
    at = min(closed_at + LATER, now)
    Entry.objects.filter(pk=told.pk).update(published_at=at, created_at=at)
    told.refresh_from_db()
    publish(entry=told)
    Entry.objects.filter(pk=told.pk).update(updated_at=at)
    # A round-up that told those who answered would have done so then.
    Received.objects.filter(source=told.target).update(received_at=at, changed_at=at, shown_at=at)
