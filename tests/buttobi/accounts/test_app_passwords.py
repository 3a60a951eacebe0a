"""App passwords: what a person gives to a program instead of the password of the account."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from buttobi.accounts import app_passwords
from buttobi.accounts.models import AppPassword
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SCREEN = "/-/account/app-passwords/"
SHAPE = re.compile(r"(?:[a-z2-9]{4}-){6}[a-z2-9]{4}")


@pytest.fixture
def confirmed(signed_in):
    """A browser in which `account` is signed in, and confirmed the password a moment ago."""
    assert signed_in.post("/-/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return signed_in


def test_a_new_password_is_shown_once(confirmed, account):
    page = confirmed.post(SCREEN, {"name": "Desktop editor"}).content.decode()
    (password,) = SHAPE.findall(page)
    assert app_passwords.owner(username="writer", password=password) == account
    again = confirmed.get(SCREEN).content.decode()
    assert "Desktop editor" in again
    assert password not in again
    assert "http://localhost:8000/rpc" in again


def test_only_a_keyed_digest_is_kept(account):
    password = app_passwords.make(account=account, name="editor")
    kept = AppPassword.objects.values().get()
    assert not any(password in str(value) or password.replace("-", "") in str(value) for value in kept.values())


def test_a_key_of_the_service_is_in_every_digest(account, settings):
    password = app_passwords.make(account=account, name="editor")
    settings.SECRET_KEY = "another one"
    assert app_passwords.owner(username="writer", password=password) is None


def test_the_account_password_is_asked_for_before_one_is_made(signed_in):
    answer = signed_in.post(SCREEN, {"name": "Desktop editor"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/-/account/reauthenticate/")
    assert not AppPassword.objects.exists()
    page = signed_in.post(answer.headers["Location"], {"password": PASSWORD})
    # It is shown at the address of that question, so the form names its own.
    assert f'action="{SCREEN}"' in page.content.decode()
    assert SHAPE.search(page.content.decode())
    assert AppPassword.objects.get().name == "Desktop editor"


def test_the_screen_is_only_for_those_who_are_signed_in(client):
    assert client.get(SCREEN).headers["Location"] == f"/-/account/login/?next={SCREEN}"
    assert client.post("/-/account/app-passwords/1/revoke/").status_code == 302


def test_the_account_page_leads_to_it(signed_in):
    assert f'href="{SCREEN}"' in signed_in.get("/-/account/").content.decode()


def test_a_password_may_be_typed_without_hyphens_and_in_capitals(account):
    password = app_passwords.make(account=account, name="editor")
    for typed in (password.replace("-", ""), password.upper(), password.replace("-", " ")):
        assert app_passwords.owner(username=" Writer ", password=typed) == account


def test_a_revoked_password_opens_nothing_and_the_others_go_on(signed_in, account):
    lost, other = (app_passwords.make(account=account, name=name) for name in ("lost", "other"))
    row = AppPassword.objects.get(name="lost")
    page = signed_in.post(f"{SCREEN}{row.pk}/revoke/", follow=True).content.decode()
    assert "App password revoked" in page
    assert app_passwords.owner(username="writer", password=lost) is None
    assert app_passwords.owner(username="writer", password=other) == account


def test_nobody_revokes_the_password_of_another_person(signed_in_as, account, other_account):
    app_passwords.make(account=account, name="mine")
    page = signed_in_as(other_account).post(f"{SCREEN}{AppPassword.objects.get().pk}/revoke/", follow=True)
    assert "revoked already" in page.content.decode()
    assert AppPassword.objects.exists()


def test_a_get_revokes_nothing(signed_in, account):
    app_passwords.make(account=account, name="mine")
    assert signed_in.get(f"{SCREEN}{AppPassword.objects.get().pk}/revoke/").status_code == 405


def test_neither_another_name_nor_an_ended_account_is_let_in(account, other_account):
    password = app_passwords.make(account=account, name="editor")
    assert app_passwords.owner(username="other", password=password) is None
    assert app_passwords.owner(username="nobody", password=password) is None
    assert app_passwords.owner(username="writer", password="") is None
    account.is_active = False
    account.save()
    assert app_passwords.owner(username="writer", password=password) is None


def test_the_screen_tells_when_a_password_was_last_used(signed_in, account):
    password = app_passwords.make(account=account, name="editor")
    assert "never" in signed_in.get(SCREEN).content.decode()
    app_passwords.owner(username="writer", password=password)
    first = AppPassword.objects.get().last_used_at or pytest.fail("it was not used")
    assert timezone.now() - first < timedelta(seconds=30)
    assert "never" not in signed_in.get(SCREEN).content.decode()
    app_passwords.owner(username="writer", password=password)
    assert AppPassword.objects.get().last_used_at == first
    AppPassword.objects.update(last_used_at=first - timedelta(days=1))
    app_passwords.owner(username="writer", password=password)
    assert AppPassword.objects.filter(last_used_at__gte=first).exists()


def test_there_are_twenty_at_most_and_the_screen_says_so(confirmed, account):
    for number in range(app_passwords.MOST):
        app_passwords.make(account=account, name=str(number))
    page = confirmed.post(SCREEN, {"name": "one more"}).content.decode()
    assert "20 app passwords" in page
    assert AppPassword.objects.count() == 20


def test_a_password_has_a_name(confirmed):
    assert SHAPE.search(confirmed.post(SCREEN, {"name": " "}).content.decode()) is None
    assert not AppPassword.objects.exists()


def test_the_command_prints_a_password_and_nothing_else(account):
    said = io.StringIO()
    call_command("app_password", "Writer", "--for", "the shell", stdout=said)
    assert SHAPE.fullmatch(said.getvalue().strip())
    assert app_passwords.owner(username="writer", password=said.getvalue().strip()) == account
    assert AppPassword.objects.get().name == "the shell"


def test_the_command_says_when_there_is_no_such_account():
    with pytest.raises(CommandError) as refusal:
        call_command("app_password", "nobody")
    assert refusal.value.returncode == 2


def test_the_command_says_when_there_are_too_many(account):
    for number in range(app_passwords.MOST):
        app_passwords.make(account=account, name=str(number))
    with pytest.raises(CommandError) as refusal:
        call_command("app_password", "writer")
    assert refusal.value.returncode == 2
