"""Writes down what an examination found: one short transaction for all rows of a source, each under our lease."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

from django.db import transaction
from django.utils import timezone

from buttobi.outbound import pace
from buttobi.outbound.errors import Forbidden
from buttobi.trackbacks import keys, links, policy, sides
from buttobi.trackbacks.examining import verdict
from buttobi.trackbacks.examining.claim import Claimed
from buttobi.trackbacks.examining.verdict import Case, Seen, Verdict
from buttobi.trackbacks.examining.visit import Found
from buttobi.trackbacks.models import Received
from linkback import addresses, text
from linkback.evidence import Mention

log = logging.getLogger(__name__)
State = Received.State

_WORDS = ("title", "excerpt", "blog_name")
_LONGEST_SENTENCE = 500
_LONGEST_PROBLEM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finding:
    """What was found for one row, and the columns that come of it."""

    found: Found
    linked: bool
    is_across: bool
    """It comes from beyond the wall between the sections."""
    evidence: dict[str, object] = field(default_factory=dict)


def settle(claimed: Claimed, found: Found, spelled: dict[int, list[str]]) -> int:
    """Settles every row that is still in our hands; how many. `spelled` holds the addresses of each target."""

    # Asked for when the rows are locked: who marks the host meanwhile waits for us, and finds what we wrote.
    on_the_list = cache(lambda: sides.is_listed(claimed.source_url, found.final_url))

    def look(row: Received) -> _Finding:
        mention = found.evidence.mention_of(*spelled[row.target_id]) if found.evidence is not None else None
        says_so = found.evidence.portrait.adult if found.evidence is not None else row.adult
        is_across = sides.refusal(row, adult=says_so or on_the_list()) is not None
        without_words = _facts(row, found) | {"author": "", "sentence": ""}
        evidence = without_words if is_across or found.seen == Seen.OURS else _evidence(row, found, mention)
        return _Finding(found=found, linked=mention is not None, is_across=is_across, evidence=evidence)

    return _settle(claimed, look)


def settle_ours(claimed: Claimed) -> int:
    """Settles rows whose source is a page of ours: no network, what it links to stands in its own row."""

    def look(row: Received) -> _Finding:
        is_across = sides.refusal(row, adult=False) is not None
        if row.source is None or not row.source.listed:
            return _Finding(found=Found(seen=Seen.GONE), linked=False, is_across=is_across)
        linked = links.between(row.source, row.target) == Received.Link.LINKS
        return _Finding(found=Found(seen=Seen.PAGE), linked=linked, is_across=is_across)

    return _settle(claimed, look)


def _settle(claimed: Claimed, look: Callable[[Received], _Finding]) -> int:
    now = timezone.now()
    was_due = {row.pk: row.due_at for row in claimed.rows}
    # Rows that are settled together are looked at together again: one fetch, whatever the jitter.
    together: dict[tuple[int, int], datetime | None] = {}
    with transaction.atomic():
        mine = Received.objects.select_for_update(of=("self",)).filter(lease=claimed.lease)
        rows = list(mine.select_related("target__blog__policy", "source__blog").order_by("pk"))
        for row in rows:
            seen = look(row)
            said = verdict.judge(_case(row, seen, now=now))
            if _is_exchanged(row, seen.evidence):
                said = replace(said, state=State.HELD, reason=Received.Reason.TEXT_CHANGED)
            if said.due_at is not None:
                said = replace(said, due_at=together.setdefault((said.tries, said.looks), said.due_at))
            changes = _changes(row, said, now=now, was_due_at=was_due[row.pk]) | seen.evidence
            Received.objects.filter(pk=row.pk).update(**changes)
    for row in rows:
        log.info("received=%s state=%s because=%s link=%s try=%s", row.pk, row.state, row.reason, row.link, row.tries)
    return len(rows)


def _is_exchanged(row: Received, evidence: Mapping[str, object]) -> bool:
    """Whether a page says other words now than those with which its owner showed it: nobody has read these."""
    if (row.state, row.reason) != (State.SHOWN, Received.Reason.OWNER_SHOWED):
        return False
    return any(getattr(row, name) and evidence.get(name, getattr(row, name)) != getattr(row, name) for name in _WORDS)


def _case(row: Received, finding: _Finding, *, now: datetime) -> Case:
    rules = policy.of(row.target)
    return Case(
        seen=finding.found.seen,
        linked=finding.linked,
        is_across=finding.is_across,
        now=now,
        not_before=finding.found.not_before,
        state=row.state,
        reason=row.reason,
        state_before=row.state_before,
        link=row.link,
        protocols=tuple(row.protocols),
        by_author=row.by_author,
        is_ours=row.source_id is not None,
        tries=row.tries,
        looks=row.looks,
        heard_at=row.heard_at,
        missing_since=row.missing_since,
        culture=rules.culture,
        showing=rules.showing,
    )


def _changes(row: Received, said: Verdict, *, now: datetime, was_due_at: datetime | None) -> dict[str, object]:
    changes: dict[str, object] = {
        "lease": "",
        "leased_until": None,
        "tries": said.tries,
        "looks": said.looks,
        "checked_at": now,
        "missing_since": said.missing_since,
        "reason": said.reason,
        # A message that came while we were reading has made another look due, and that stands.
        "due_at": said.due_at if row.due_at == was_due_at else row.due_at,
    }
    if said.link != row.link:
        changes |= {"link": said.link, "link_since": said.missing_since or now}
    if said.state != row.state:
        changes |= {"state": said.state, "state_before": row.state, "changed_at": now}
        if said.state == State.SHOWN and row.shown_at is None:
            changes["shown_at"] = now
    row.state, row.reason, row.link = said.state, said.reason, said.link
    return changes


def _evidence(row: Received, found: Found, mention: Mention | None) -> dict[str, object]:
    """What the page said, and how it answered. A page fills what a TrackBack left empty, and all that others say."""
    changes = _facts(row, found)
    if found.evidence is None:
        return changes
    portrait = found.evidence.portrait
    words = {name: getattr(portrait, name) for name in _WORDS}
    is_told = "trackback" in row.protocols
    changes |= {name: said for name, said in words.items() if said and not (is_told and getattr(row, name))}
    changes["author"] = portrait.author
    changes["sentence"] = text.cut(mention.sentence, _LONGEST_SENTENCE) if mention is not None else ""
    return changes


def _facts(row: Received, found: Found) -> dict[str, object]:
    """How the page answered, and what of it is no words: those of a page beyond the wall are not taken."""
    changes: dict[str, object] = {"http_status": found.status, "problem": found.problem[:_LONGEST_PROBLEM]}
    if found.final_url:
        changes |= {"final_url": found.final_url[: addresses.LONGEST], "final_pace": _pace(found.final_url)}
    if found.evidence is not None:
        canonical = found.evidence.portrait.canonical
        changes["page_pair"] = keys.of_page_pair(found.final_url, row.target_id, canonical=canonical)
        changes |= {"adult": found.evidence.portrait.adult, "has_feed": bool(found.evidence.portrait.feed)}
    return changes


def _pace(url: str) -> str:
    try:
        return pace.domain_of(url)
    except Forbidden:
        return ""
