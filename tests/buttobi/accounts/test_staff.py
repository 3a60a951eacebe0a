"""Who may see the staff's pages."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from buttobi.accounts.staff import staff_only


@staff_only
def page(request, word):
    return HttpResponse(word)


def ask(user):
    request = RequestFactory().get("/-/staff/")
    request.user = user
    return page(request, word="come in")


def test_staff_comes_in(staff):
    assert ask(staff).content == b"come in"


def test_a_stranger_is_asked_to_sign_in():
    assert ask(AnonymousUser()).status_code == 302


def test_a_member_is_refused(account):
    with pytest.raises(PermissionDenied):
        ask(account)
