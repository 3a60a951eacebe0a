"""The page of an entry as the heart knows it: its Target follows the entry, wherever the entry goes."""

from buttobi.entries.models import Entry
from buttobi.markup.links import links
from buttobi.markup.plain import excerpt
from buttobi.trackbacks import presence, relink, targets
from buttobi.trackbacks.announce import announce, tell_again
from buttobi.trackbacks.judge import split_urls
from buttobi.trackbacks.models import Target
from buttobi.trackbacks.models.policy import RULES


def is_for_everyone(entry: Entry) -> bool:
    """Whether readers find the entry: only then it has a page that gives and takes trackbacks."""
    return entry.state == Entry.State.PUBLISHED and entry.audience == Entry.Audience.EVERYONE


def follow(*, entry: Entry) -> None:
    """Brings the page in line with the entry, and announces what is not announced yet.

    Call it inside the transaction that changed the entry.
    """
    target = entry.target
    if not is_for_everyone(entry):
        if target is not None and target.listed:
            presence.leave(target)
            tell_again(target)
        return
    if target is None:
        target = _open(entry)
    else:
        _refresh(entry, target)
    linked = links(f"{entry.html}\n{entry.second_html}", base=entry.address)
    relink.set_links(target, linked)
    announce(source=target, urls=split_urls(entry.trackback_urls), links=linked if entry.tells_links else ())


def _said(entry: Entry) -> dict[str, object]:
    return {
        "title": entry.heading[:255],
        "second_title": entry.second_title,
        "summary": excerpt(entry.html),
        "accepts": entry.accepts_trackbacks,
        "opens_at": entry.opens_at,
        "closes_at": entry.closes_at,
        **{name: getattr(entry, name) for name in RULES},
    }


def _open(entry: Entry) -> Target:
    target = Target.objects.create(blog=entry.blog, path=entry.path, **_said(entry))
    Entry.objects.filter(pk=entry.pk).update(target=target)
    entry.target = target
    return target


def _refresh(entry: Entry, target: Target) -> None:
    said = _said(entry)
    Target.objects.filter(pk=target.pk).update(**said)
    for name, value in said.items():
        setattr(target, name, value)
    targets.move(target, entry.path)
    if not target.listed:
        presence.come_back(target)
