"""Who is signed in, for pages behind a gate."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from buttobi.accounts.person import person


def asked_by(user):
    request = RequestFactory().get("/-/")
    request.user = user
    return request


@pytest.mark.django_db
def test_it_is_whoever_signed_in(staff):
    assert person(asked_by(staff)) == staff


def test_without_a_gate_a_page_has_nobody_to_ask_for():
    with pytest.raises(AssertionError):
        person(asked_by(AnonymousUser()))
