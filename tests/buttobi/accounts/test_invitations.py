"""Sign-up by invitation, and the staff's screen for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from re import search

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from buttobi.accounts import invitations
from buttobi.accounts.models import Account, Invitation
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_up(browser, name):
    typed = {"username": name, "email": f"{name}@mail.example", "password1": PASSWORD, "password2": PASSWORD}
    return browser.post("/-/account/signup/", typed)


@pytest.fixture(autouse=True)
def by_invitation(settings):
    settings.SIGN_UP = "invite"


@pytest.fixture
def link(staff):
    return f"/-/join/{invitations.invite(by=staff, note='for Hanako')}/"


def test_an_invitation_lets_one_person_sign_up(client, link):
    assert client.get(link).headers["Location"] == "/-/account/signup/"
    assert client.get("/-/account/signup/").status_code == 200
    assert sign_up(client, "hanako").status_code == 302
    used = Invitation.objects.get()
    assert used.used_by == Account.objects.get(username="hanako")
    assert used.used_at is not None


def test_an_invitation_used_twice_lets_the_second_person_see_why_not(client, link):
    late = Client(HTTP_HOST=settings.DASHBOARD_HOST)
    late.get(link)
    client.get(link)
    sign_up(client, "hanako")
    answer = sign_up(late, "taro")
    assert answer.status_code == 403
    assert b"By invitation" in answer.content
    assert late.get(link).status_code == 410
    assert not Account.objects.filter(username="taro").exists()


def test_of_two_who_sign_up_at_once_with_one_link_the_second_gets_no_account(client, link, monkeypatch):
    client.get(link)
    monkeypatch.setattr(invitations, "use", lambda _token, **_by: False)
    answer = sign_up(client, "taro")
    assert answer.status_code == 410
    assert not Account.objects.filter(username="taro").exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_one_spends_the_invitation(staff, make_account):
    token = invitations.invite(by=staff)
    people = [make_account() for _ in range(4)]

    def press(person):
        try:
            return invitations.use(token, by=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as threads:
        assert sorted(threads.map(press, people)) == [False, False, False, True]


def test_without_an_invitation_the_page_says_that_one_is_needed(client):
    answer = client.get("/-/account/signup/")
    assert answer.status_code == 403
    assert b"By invitation" in answer.content
    assert sign_up(client, "taro").status_code == 403


def test_an_old_or_revoked_invitation_no_longer_works(client, link, signed_in_as, staff):
    with time_machine.travel(timezone.now() + invitations.GOOD_FOR + timedelta(minutes=1)):
        assert client.get(link).status_code == 410
    assert client.get(link).status_code == 302
    signed_in_as(staff).post(f"/-/staff/invitations/{Invitation.objects.get().pk}/revoke/")
    assert client.get(link).status_code == 410
    assert sign_up(client, "taro").status_code == 403


def test_a_used_invitation_stays_in_the_list(link, client, signed_in_as, staff):
    client.get(link)
    sign_up(client, "hanako")
    browser = signed_in_as(staff)
    browser.post(f"/-/staff/invitations/{Invitation.objects.get().pk}/revoke/")
    assert b"hanako" in browser.get("/-/staff/invitations/").content


def test_staff_sees_a_new_link_once(signed_in_as, staff, client):
    browser = signed_in_as(staff)
    page = unescape(browser.post("/-/staff/invitations/", {"note": "for Taro"}).content.decode())
    found = search(r"http://localhost:8000(/-/join/[^/]+/)", page)
    assert found
    assert client.get(found[1]).status_code == 302
    later = browser.get("/-/staff/invitations/").content.decode()
    assert "for Taro" in later
    assert "/-/join/" not in later


def test_the_screen_is_for_staff_alone(client, signed_in):
    assert client.get("/-/staff/invitations/").headers["Location"].startswith("/-/account/login/")
    assert signed_in.get("/-/staff/invitations/").status_code == 403
    assert signed_in.post("/-/staff/invitations/", {"note": ""}).status_code == 403
    assert not Invitation.objects.exists()


def test_no_link_works_while_sign_up_is_closed(client, link, settings):
    settings.SIGN_UP = "closed"
    assert client.get(link).status_code == 410
