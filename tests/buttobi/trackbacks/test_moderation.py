"""What an owner decides, and how it is taken back."""

import pytest
from django.core import signing

from buttobi.trackbacks import moderation, receive
from buttobi.trackbacks.models import Block, Received

State, Reason = Received.State, Received.Reason
pytestmark = pytest.mark.django_db


def again(row):
    row.refresh_from_db()
    return row


def test_show_lists_it(make_received, target):
    row = make_received()
    assert len(moderation.show(row).changes) == 1
    assert list(Received.objects.shown()) == [row]
    assert again(row).shown_at


def test_what_says_something_else_by_now_is_not_shown(make_received):
    row = make_received(title="Nice")
    seen = moderation.words_of(row)
    for field in ("source_url", "title", "excerpt", "blog_name"):
        before = getattr(row, field)
        Received.objects.update(**{field: "BUY PILLS"})
        with pytest.raises(moderation.TextChanged):
            moderation.show(row, seen=seen)
        Received.objects.update(**{field: before})
    assert again(row).state == State.HELD
    assert moderation.show(row, seen=seen).changes


def test_what_is_gone_is_not_shown(make_received):
    row = make_received()
    seen = moderation.words_of(row)
    Received.objects.all().delete()
    assert not moderation.show(row).changes
    with pytest.raises(moderation.TextChanged):
        moderation.show(row, seen=seen)


def test_refuse_keeps_it_away_and_says_why(make_received):
    row = make_received(state=State.SHOWN)
    moderation.refuse(row)
    assert (again(row).state, row.reason) == (State.REFUSED, Reason.OWNER)


def test_of_two_clicks_one_wins(make_received):
    row = make_received()
    same = Received.objects.get(pk=row.pk)
    assert moderation.show(row).changes
    assert not moderation.refuse(same).changes
    assert again(row).state == State.SHOWN


def test_what_its_author_took_back_is_not_for_the_owner_to_show(make_received):
    row = make_received(state=State.WITHDRAWN)
    assert not moderation.show(row).changes
    assert again(row).state == State.WITHDRAWN


def test_a_blocked_host_gets_nothing_more_in_and_what_waits_of_it_is_refused(make_received, target):
    row = make_received("https://spam.example.org/1")
    other = make_received("https://spam.example.org/2")
    innocent = make_received("https://ham.example.org/1")
    done = moderation.block(row)
    assert len(done.changes) == 2
    assert Block.objects.get().host == "spam.example.org"
    assert [again(one).state for one in (row, other, innocent)] == [State.REFUSED, State.REFUSED, State.HELD]
    assert (row.reason, other.reason) == (Reason.SITE_BLOCKED, Reason.SITE_BLOCKED)
    with pytest.raises(receive.Refused):
        receive.arrive(target=target, protocol="trackback", source_url="https://spam.example.org/3")


def test_a_source_here_blocks_its_blog_and_not_the_host_that_all_share(source, target, make_target):
    row = receive.from_here(source=source, target=target)
    moderation.block(row)
    block = Block.objects.get()
    assert (block.host, block.source_blog) == ("", source.blog)
    neighbour = make_target("Whiskers")
    assert receive.from_here(source=neighbour, target=target).state == State.SHOWN


def test_blocking_twice_is_one_block(make_received):
    for url in ("https://spam.example.org/1", "https://spam.example.org/2"):
        moderation.block(make_received(url))
    assert Block.objects.count() == 1


def test_unblock_lets_a_site_in_again(make_received, target):
    row = make_received("https://spam.example.org/1")
    moderation.block(row)
    moderation.unblock(Block.objects.get())
    receive.arrive(target=target, protocol="trackback", source_url="https://spam.example.org/3")
    assert again(row).state == State.REFUSED


def test_undo_brings_everything_back_to_where_it_was(make_received, account):
    held = make_received("https://spam.example.org/1", reason=Reason.NO_LINK)
    changed = make_received("https://spam.example.org/2", reason=Reason.TEXT_CHANGED)
    done = moderation.block(held)
    assert moderation.undo(moderation.ticket(done, by=account), by=account) == 2
    assert [(again(row).state, row.reason) for row in (held, changed)] == [
        (State.HELD, Reason.NO_LINK),
        (State.HELD, Reason.TEXT_CHANGED),
    ]
    assert not Block.objects.exists()


def test_undo_of_show_forgets_that_it_was_shown(make_received, account):
    row = make_received()
    moderation.undo(moderation.ticket(moderation.show(row), by=account), by=account)
    assert (again(row).state, row.shown_at) == (State.HELD, None)


def test_undo_leaves_alone_what_moved_on_since(make_received, account):
    row = make_received()
    ticket = moderation.ticket(moderation.show(row), by=account)
    moderation.refuse(again(row))
    assert moderation.undo(ticket, by=account) == 0
    assert again(row).state == State.REFUSED


def test_a_ticket_is_good_for_its_person_alone_and_cannot_be_made_up(make_received, account, other_account):
    row = make_received()
    ticket = moderation.ticket(moderation.show(row), by=account)
    assert moderation.undo(ticket, by=other_account) == 0
    assert moderation.undo(ticket[:-2], by=account) == 0
    assert moderation.undo("", by=account) == 0
    assert moderation.undo(signing.dumps({"by": account.pk}), by=account) == 0
    assert again(row).state == State.SHOWN


def test_a_ticket_does_not_reach_blogs_that_are_no_longer_ones_own(make_received, account, other_account, blog):
    row = make_received()
    ticket = moderation.ticket(moderation.show(row), by=account)
    type(blog).objects.filter(pk=blog.pk).update(owner=other_account)
    assert moderation.undo(ticket, by=account) == 0
