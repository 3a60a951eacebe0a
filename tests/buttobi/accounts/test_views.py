"""One's own account page."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_everything_about_the_account_is_one_link_away(signed_in, account):
    page = signed_in.get("/-/account/").content.decode()
    assert account.email in page
    for name in ("account_email", "account_change_password", "mfa_index", "mfa_list_webauthn", "account-delete"):
        assert f'href="{reverse(name)}"' in page


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index", "mfa_list_webauthn"])
def test_each_of_these_pages_opens(signed_in, name):
    assert signed_in.get(reverse(name)).status_code == 200


def test_the_account_page_asks_for_a_sign_in_and_comes_back(client):
    assert client.get("/-/account/").headers["Location"] == "/-/account/login/?next=/-/account/"


def test_the_account_page_of_another_host_leads_to_the_desk(adult_client):
    assert adult_client.get("/-/account/").headers["Location"] == "http://localhost:8000/-/account/"
