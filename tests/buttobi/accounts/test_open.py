"""Opening accounts that need no confirmation."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from buttobi.accounts.models import Account
from buttobi.accounts.open import open_account
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_opened_account_is_confirmed_and_can_sign_in(client):
    open_account(username="Hanako", email="Hanako@Mail.example", password=PASSWORD)
    assert EmailAddress.objects.get(email="hanako@mail.example").verified
    answer = client.post("/-/account/login/", {"login": "hanako", "password": PASSWORD})
    assert answer.headers["Location"] == "/-/"


def test_everything_wrong_is_said_at_once(account):
    with pytest.raises(ValidationError) as refusal:
        open_account(username=account.username, email=account.email, password="1234567890")
    assert set(refusal.value.message_dict) == {"username", "email", "password"}
    assert Account.objects.count() == 1


def test_staff_is_made_only_when_asked():
    assert not open_account(username="one", email="one@mail.example", password=PASSWORD).is_staff
    assert open_account(username="two", email="two@mail.example", password=PASSWORD, staff=True).is_staff
