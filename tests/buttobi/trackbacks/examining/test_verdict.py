"""What was found means something else for each kind, policy and past of a row. Values only."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from buttobi.trackbacks.examining.verdict import LOOKS, Case, Seen, judge
from buttobi.trackbacks.models import Received

State, Reason, Link = Received.State, Received.Reason, Received.Link
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
FIRST = Case(seen=Seen.PAGE, now=NOW, heard_at=NOW)
SHOWN = replace(FIRST, state=State.SHOWN, link=Link.LINKS, looks=1)


def wait(case):
    """How long until the next look; a row that is never looked at again has none."""
    due_at = judge(case).due_at
    assert due_at is not None
    return due_at - NOW


def said(case=FIRST, **changes):
    verdict = judge(replace(case, **changes))
    return verdict.state, verdict.reason, verdict.link


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
@pytest.mark.parametrize("culture", ["mention", "ordinary", "related"])
def test_a_link_is_enough_everywhere(protocol, culture):
    assert said(linked=True, protocols=(protocol,), culture=culture) == (State.SHOWN, "", Link.LINKS)


@pytest.mark.parametrize("culture", ["mention", "ordinary", "related"])
def test_a_link_waits_where_the_owner_looks_first(culture):
    assert said(linked=True, culture=culture, showing="looked") == (State.HELD, Reason.WAITS_FOR_OWNER, Link.LINKS)


@pytest.mark.parametrize("culture", ["mention", "ordinary", "related"])
@pytest.mark.parametrize("protocol", ["pingback", "webmention"])
def test_without_a_link_what_must_link_is_refused(protocol, culture):
    assert said(protocols=(protocol,), culture=culture) == (State.REFUSED, Reason.NO_LINK, Link.NONE)


@pytest.mark.parametrize(
    ("culture", "showing", "state", "reason"),
    [
        ("mention", "examined", State.REFUSED, Reason.NO_LINK),
        ("ordinary", "examined", State.HELD, Reason.NO_LINK),
        ("related", "examined", State.SHOWN, ""),
        ("related", "looked", State.HELD, Reason.NO_LINK),
    ],
)
def test_io_51_without_a_link_the_policy_decides_about_a_trackback(culture, showing, state, reason):
    assert said(culture=culture, showing=showing) == (state, reason, Link.NONE)


def test_in_anothers_name_nothing_is_related():
    assert said(is_ours=True, culture="related") == (State.HELD, Reason.IN_ANOTHERS_NAME, Link.NONE)
    assert said(is_ours=True, linked=True) == (State.SHOWN, "", Link.LINKS)


def test_io_49_a_link_that_is_gone_takes_the_row_off_the_list_and_brings_it_back():
    gone = (State.WITHDRAWN, Reason.LINK_GONE, Link.GONE)
    assert said(SHOWN) == gone
    away = replace(SHOWN, state=State.WITHDRAWN, reason=Reason.LINK_GONE, link=Link.GONE, state_before=State.SHOWN)
    assert said(away) == gone
    assert said(away, linked=True) == (State.SHOWN, "", Link.LINKS)
    # It had been shown before its blog wanted to look first.
    assert said(away, linked=True, showing="looked") == (State.SHOWN, "", Link.LINKS)
    assert said(away, linked=True, showing="looked", state_before=State.HELD)[0] == State.HELD


def test_where_no_link_was_needed_its_going_is_only_told():
    assert said(SHOWN, culture="related") == (State.SHOWN, "", Link.GONE)


def test_a_stricter_policy_is_for_what_comes_from_now_on():
    related = replace(SHOWN, link=Link.NONE)
    for culture in ("mention", "ordinary"):
        assert said(related, culture=culture) == (State.SHOWN, "", Link.NONE)
    assert said(SHOWN, linked=True, showing="looked")[0] == State.SHOWN


@pytest.mark.parametrize("link", [Link.UNKNOWN, Link.NONE, Link.LINKS, Link.GONE])
def test_what_the_owner_showed_stays_but_when_its_page_is_gone(link):
    by_hand = replace(SHOWN, reason=Reason.OWNER_SHOWED, link=link)
    assert said(by_hand)[:2] == (State.SHOWN, Reason.OWNER_SHOWED)
    assert said(by_hand, seen=Seen.UNREADABLE, tries=9)[0] == State.SHOWN
    assert said(by_hand, seen=Seen.GONE)[1] == Reason.PAGE_GONE


@pytest.mark.parametrize("seen", Seen)
@pytest.mark.parametrize("reason", [Reason.OWNER, Reason.SITE_BLOCKED, ""])
def test_io_48_what_the_owner_refused_stays_refused_whatever_is_found(seen, reason):
    case = replace(FIRST, state=State.REFUSED, reason=reason)
    assert said(case, seen=seen, linked=True)[:2] == (State.REFUSED, reason)


def test_what_the_examination_refused_can_be_mended():
    for reason in (Reason.NO_LINK, Reason.UNREADABLE, Reason.PAGE_GONE):
        case = replace(FIRST, state=State.REFUSED, reason=reason)
        assert said(case, linked=True) == (State.SHOWN, "", Link.LINKS)


def test_a_changed_text_without_a_link_waits_for_its_owner():
    changed = replace(SHOWN, state=State.ARRIVED, reason=Reason.TEXT_CHANGED, link=Link.NONE)
    assert said(changed) == (State.HELD, Reason.TEXT_CHANGED, Link.NONE)
    assert said(changed, linked=True)[0] == State.SHOWN
    assert said(changed, linked=True, showing="looked")[:2] == (State.HELD, Reason.TEXT_CHANGED)
    assert said(changed, seen=Seen.UNREADABLE)[:2] == (State.HELD, Reason.TEXT_CHANGED)


def test_the_looks_are_an_hour_a_day_a_week_and_a_month_after_the_examination():
    assert sum(LOOKS[:4], timedelta()) == timedelta(days=30)
    for looks, after in enumerate(LOOKS):
        assert after * 0.8 <= wait(replace(FIRST, linked=True, looks=looks)) <= after * 1.2
    assert judge(replace(FIRST, linked=True, looks=len(LOOKS))).due_at is None


def test_what_is_refused_and_what_is_ours_is_not_looked_at_by_the_clock():
    assert judge(replace(FIRST, culture="mention")).due_at is None
    assert judge(replace(FIRST, linked=True, is_ours=True)).due_at is None


@pytest.mark.parametrize("seen", [Seen.MISSING, Seen.UNREADABLE])
def test_a_page_that_cannot_be_read_is_tried_six_times(seen):
    for tries in range(1, 6):
        verdict = judge(replace(FIRST, seen=seen, tries=tries))
        assert (verdict.state, verdict.reason, verdict.tries) == (State.HELD, Reason.UNREADABLE, tries)
        assert verdict.due_at
    verdict = judge(replace(FIRST, seen=seen, tries=6))
    assert (verdict.state, verdict.reason, verdict.due_at) == (State.REFUSED, Reason.UNREADABLE, None)


def test_a_webmention_that_cannot_be_read_is_not_put_before_its_owner():
    assert said(seen=Seen.UNREADABLE, protocols=("webmention",))[:2] == (State.ARRIVED, Reason.UNREADABLE)


def test_what_was_refused_stays_so_while_its_page_cannot_be_read():
    refused = replace(FIRST, state=State.REFUSED, reason=Reason.UNREADABLE)
    assert said(refused, seen=Seen.UNREADABLE)[0] == State.REFUSED


def test_410_ends_it():
    assert judge(replace(FIRST, seen=Seen.GONE)) == judge(replace(FIRST, seen=Seen.GONE, tries=5))
    assert said(seen=Seen.GONE) == (State.REFUSED, Reason.PAGE_GONE, Link.UNKNOWN)
    assert said(SHOWN, seen=Seen.GONE) == (State.WITHDRAWN, Reason.PAGE_GONE, Link.GONE)
    assert judge(replace(SHOWN, seen=Seen.GONE)).due_at is None


def test_404_three_times_over_a_week_is_said_and_the_row_stays():
    case, now = replace(SHOWN, seen=Seen.MISSING), NOW
    for tries in (1, 2, 3):
        verdict = judge(replace(case, tries=tries, now=now))
        assert (verdict.state, verdict.missing_since) == (State.SHOWN, NOW)
        assert verdict.link == (Link.MISSING if tries == 3 else Link.LINKS)
        case = replace(case, missing_since=verdict.missing_since)
        if tries < 3 and verdict.due_at:
            now = verdict.due_at
    assert now - NOW == timedelta(days=7)
    assert said(SHOWN, link=Link.MISSING, linked=True) == (State.SHOWN, "", Link.LINKS)
    assert judge(replace(SHOWN, link=Link.MISSING, linked=True, missing_since=NOW)).missing_since is None


def test_trouble_at_a_page_that_was_read_only_raises_the_interval():
    for tries in (1, 2, 3):
        case = replace(SHOWN, seen=Seen.UNREADABLE, tries=tries)
        assert said(case) == (State.SHOWN, "", Link.LINKS)
        assert wait(case) > timedelta(hours=18)


def test_what_an_author_here_sent_is_no_matter_of_links():
    own = replace(SHOWN, by_author=True, is_ours=True)
    assert said(own) == (State.SHOWN, "", Link.GONE)
    assert said(own, seen=Seen.GONE)[0] == State.SHOWN


ACROSS = replace(FIRST, is_across=True)


@pytest.mark.parametrize("protocol", ["trackback", "pingback", "webmention"])
@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("seen", Seen)
def test_a_marked_page_is_refused_whatever_it_links_to(protocol, linked, seen):
    verdict = judge(replace(ACROSS, protocols=(protocol,), linked=linked, seen=seen, culture="related"))
    assert (verdict.state, verdict.reason, verdict.due_at) == (State.REFUSED, Reason.MARKED_ADULT, None)


@pytest.mark.parametrize("reason", ["", Reason.OWNER_SHOWED])
def test_the_wall_decides_before_the_owner(reason):
    assert said(replace(SHOWN, is_across=True), reason=reason, linked=True)[:2] == (State.REFUSED, Reason.MARKED_ADULT)


@pytest.mark.parametrize("reason", [Reason.OWNER, Reason.SITE_BLOCKED])
def test_what_its_owner_refused_is_not_mended_by_a_label(reason):
    refused = replace(ACROSS, state=State.REFUSED, reason=reason, link=Link.LINKS)
    assert said(refused, linked=True)[:2] == (State.REFUSED, reason)
    assert said(refused, linked=True, is_across=False)[:2] == (State.REFUSED, reason)


def test_a_label_that_is_gone_is_mended():
    refused = replace(SHOWN, state=State.REFUSED, reason=Reason.MARKED_ADULT)
    assert said(refused, linked=True) == (State.SHOWN, "", Link.LINKS)
    assert said(refused, linked=True, showing="looked")[:2] == (State.HELD, Reason.WAITS_FOR_OWNER)
    assert said(refused)[:2] == (State.HELD, Reason.NO_LINK)


@pytest.mark.parametrize("state", [State.ARRIVED, State.HELD, State.SHOWN])
def test_a_page_of_ours_beyond_the_wall_is_withdrawn(state):
    verdict = said(ACROSS, state=state, is_ours=True, linked=True)
    assert verdict[:2] == (State.WITHDRAWN, Reason.OTHER_SECTION)
    refused = said(ACROSS, state=State.REFUSED, reason=Reason.OWNER, is_ours=True, linked=True)
    assert refused[:2] == (State.REFUSED, Reason.OWNER)


def test_what_only_leads_to_a_page_of_ours_is_taken_from_nobody_and_listed_by_nobody():
    ours = (State.REFUSED, Reason.LEADS_HERE, Link.UNKNOWN)
    assert said(seen=Seen.OURS) == ours
    assert said(seen=Seen.OURS, state=State.SHOWN, reason=Reason.OWNER_SHOWED) == ours
    assert said(SHOWN, seen=Seen.OURS) == (State.WITHDRAWN, Reason.LEADS_HERE, Link.GONE)
    assert said(seen=Seen.OURS, state=State.REFUSED, reason=Reason.OWNER)[:2] == (State.REFUSED, Reason.OWNER)
    assert said(seen=Seen.OURS, is_across=True)[:2] == (State.REFUSED, Reason.MARKED_ADULT)
