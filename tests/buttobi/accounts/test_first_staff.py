"""The link that makes the first staff account."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client

from buttobi.accounts.first_staff import Spent, fresh_link, use
from buttobi.accounts.models import Account
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
TYPED = {"username": "Keeper", "email": "keeper@mail.example", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def link():
    address = fresh_link()
    assert address is not None
    assert address.startswith(f"http://{settings.DASHBOARD_HOST}/-/first/")
    return urlsplit(address).path


def test_the_link_makes_a_confirmed_staff_account_and_ends_on_its_dashboard(client, link):
    answer = client.post(link, TYPED, follow=True)
    assert answer.redirect_chain == [("/-/", 302)]
    assert b"Open your first blog" in answer.content
    keeper = Account.objects.get()
    assert (keeper.username, keeper.is_staff, keeper.is_superuser) == ("keeper", True, True)
    assert EmailAddress.objects.get(user=keeper).verified


def test_the_second_use_of_the_link_gets_a_page_that_says_so(client, link):
    client.post(link, TYPED)
    second = Client(HTTP_HOST=settings.DASHBOARD_HOST)
    answer = second.post(link, {**TYPED, "username": "intruder", "email": "intruder@mail.example"})
    assert answer.status_code == 410
    assert b"no longer works" in answer.content
    assert second.get(link).status_code == 410
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_uses_at_once_one_makes_an_account():
    token = (fresh_link() or "").rstrip("/").rpartition("/")[2]

    def press(number):
        try:
            use(token, username=f"keeper{number}", email=f"keeper{number}@mail.example", password=PASSWORD)
        except Spent:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(max_workers=4) as threads:
        assert sorted(threads.map(press, range(4))) == [False, False, False, True]
    assert Account.objects.count() == 1


def test_a_later_start_ends_the_link_of_the_earlier_one(client, link):
    fresh_link()
    assert client.get(link).status_code == 410


def test_there_is_no_link_once_somebody_is_staff(staff):
    assert fresh_link() is None


def test_the_link_ends_when_staff_is_made_another_way(client, link, staff):
    assert client.post(link, TYPED).status_code == 410
    assert not Account.objects.filter(username="keeper").exists()


def test_a_mistake_keeps_what_was_typed_and_the_link(client, link, account):
    answer = client.post(link, {**TYPED, "username": account.username})
    assert answer.status_code == 200
    assert b"This user name is taken." in answer.content
    assert b'value="keeper@mail.example"' in answer.content
    assert client.post(link, TYPED).status_code == 302


def test_every_mistake_is_said_beside_its_field(client, link):
    answer = client.post(link, {**TYPED, "username": "花子", "again": "something else"})
    assert b'id="id_again_error"' in answer.content
    assert b'id="id_username_error"' in answer.content
    assert not Account.objects.exists()


def test_a_link_that_nobody_made_says_so(client):
    assert client.get("/-/first/guessed/").status_code == 410
