"""What the frame of a page knows of its reader, and where it knows nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from buttobi.trackbacks import context
from buttobi.trackbacks.models import Received

pytestmark = pytest.mark.django_db


def asked(path, user):
    request = RequestFactory().get(path)
    request.user = user
    return context.desk(request)


def test_the_desk_counts_what_waits_in_ones_own_blogs(account, make_received, source):
    make_received()
    make_received(state=Received.State.ARRIVED)
    make_received(state=Received.State.SHOWN)
    make_received(target=source)
    desk = asked("/-/", account)["desk"]
    assert isinstance(desk, context.Desk)
    assert (desk.held, desk.account) == (2, account)


def test_it_counts_when_it_is_asked_and_once(account, django_assert_num_queries):
    with django_assert_num_queries(0):
        desk = asked("/-/", account)["desk"]
    assert isinstance(desk, context.Desk)
    with django_assert_num_queries(1):
        assert desk.held == desk.held == 0


def test_pages_of_blogs_and_visitors_get_nothing(account):
    assert asked("/cats/", account) == {}
    assert asked("/-/", AnonymousUser()) == {}
