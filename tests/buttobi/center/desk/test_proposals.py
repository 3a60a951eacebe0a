"""Proposed themes become announced ones, or are answered with words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from buttobi.center import compose
from buttobi.center.desk import proposals
from buttobi.center.models import Proposal, Theme
from buttobi.center.opening import open_centers
from buttobi.entries.models import Entry

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOW, tick=False) as traveller:
        open_centers()
        yield traveller


def propose(account, **fields):
    usual = {"section": "general", "language": "en", "title": "Snow", "prompt": "The *first* of the year."}
    return proposals.propose(by=account, **(usual | fields))


def center():
    return proposals.center("general")


def entry_of(theme):
    return Entry.objects.select_related("target__blog").get(pk=theme.entry_id)


def accept(proposal, by):
    theme = proposals.accept(proposal=proposal, by=by)
    assert theme is not None
    return theme


def test_an_accepted_proposal_is_announced_on_the_next_free_days_for_fourteen(account, staff):
    theme = accept(propose(account), staff)
    entry = entry_of(theme)
    assert theme.life(NOW) == Theme.Life.ANNOUNCED
    assert entry.closes_at - entry.opens_at == 14 * DAY
    assert entry.opens_at > NOW
    assert entry.target.is_theme
    assert not entry.target.is_open
    assert (entry.title, entry.html) == ("Snow", "<p>The <em>first</em> of the year.</p>\n")
    assert Theme.objects.get(pk=theme.pk).proposed_by == account


def test_two_accepted_ones_do_not_take_the_same_gap(account, staff, settings):
    settings.OPEN_THEMES = 1
    # The first theme never closes, so that there is always one: each comes on a day of its own.
    days = [accept(propose(account), staff).entry.opens_at for _ in range(3)]
    assert len(set(days)) == 3


def test_one_proposed_in_the_other_language_can_be_read_in_it(account, staff):
    theme = accept(propose(account, language="ja", title="初雪"), staff)
    assert (theme.entry.title, theme.entry.second_title) == ("初雪", "初雪")


def test_of_two_who_accept_one_proposal_the_second_makes_no_theme(account, staff):
    propose(account)
    first, second = (Proposal.objects.get() for _ in range(2))
    assert proposals.accept(proposal=first, by=staff)
    before = Theme.objects.count()
    assert proposals.accept(proposal=second, by=staff) is None
    assert not proposals.decline(proposal=second, by=staff, answer="No.")
    assert Theme.objects.count() == before


def test_an_acceptance_is_undone_until_the_theme_opens(account, staff, clock):
    proposal = propose(account)
    theme = accept(proposal, staff)
    assert proposals.undo(proposal=proposal)
    assert Entry.objects.get(pk=theme.entry_id).state == Entry.State.DELETED
    assert proposals.waiting("general").get() == proposal
    proposal.refresh_from_db()
    theme = accept(proposal, staff)
    clock.move_to(theme.entry.opens_at)
    assert not proposals.undo(proposal=proposal)


def test_a_declined_one_carries_the_words_of_staff(account, staff):
    proposal = propose(account)
    assert proposals.decline(proposal=proposal, by=staff, answer="We had it last month.")
    (mine,) = proposals.of(account)
    assert (mine.state, mine.answer) == (Proposal.State.DECLINED, "We had it last month.")
    assert proposals.undo(proposal=mine)


def test_five_may_wait_and_another_may_come_when_one_was_answered(account, staff):
    first, *_ = [propose(account) for _ in range(proposals.MOST_WAITING)]
    assert propose(account) is None
    proposals.decline(proposal=first, by=staff, answer="No.")
    assert propose(account) is not None


def test_the_sections_do_not_mix(account, staff):
    proposal = propose(account, section="adult")
    assert not proposals.waiting("general")
    theme = accept(proposal, staff)
    assert theme.entry.blog.section == "adult"


def test_the_plan_counts_what_is_announced_and_no_drafts(account, staff):
    before = len(proposals.windows("general"))
    compose.begin(blog=center(), author=staff)
    assert len(proposals.windows("general")) == before
    accept(propose(account), staff)
    assert len(proposals.windows("general")) == before + 1
