"""`buttobi account`."""

import io

import pytest
from django.core.management import CommandError, call_command

from buttobi.accounts.models import Account
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def run(monkeypatch, *arguments, password=PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("account", *arguments, "--password-stdin", stdout=said)
    return said.getvalue()


def test_an_account_is_opened_from_the_shell(monkeypatch):
    assert run(monkeypatch, "Hanako", "--email", "hanako@mail.example", "--staff") == "account: hanako\n"
    hanako = Account.objects.get()
    assert hanako.is_staff
    assert hanako.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("name", "email", "password"),
    [("花子", "a@mail.example", PASSWORD), ("hanako", "nowhere", PASSWORD), ("hanako", "a@mail.example", "short")],
)
def test_bad_input_ends_with_one_sentence_and_status_2(monkeypatch, name, email, password):
    with pytest.raises(CommandError) as refusal:
        run(monkeypatch, name, "--email", email, password=password)
    assert refusal.value.returncode == 2
    assert not Account.objects.exists()
