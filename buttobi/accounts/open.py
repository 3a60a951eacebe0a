"""Opening an account for somebody whose mail address needs no confirmation."""

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buttobi.accounts import usernames
from buttobi.accounts.models import Account


def open_account(*, username: str, email: str, password: str, staff: bool = False) -> Account:
    """A new account with a confirmed mail address.

    Raises a ValidationError whose dictionary names `username`, `email` and `password`.
    """
    username, email = _checked(username=username, email=email, password=password)
    account = Account(username=username, email=email, is_staff=staff, is_superuser=staff)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
            EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    except IntegrityError as problem:
        # Of two that open the same name at once, one comes here.
        raise ValidationError({"username": _taken()}) from problem
    return account


def _checked(*, username: str, email: str, password: str) -> tuple[str, str]:
    problems: dict[str, list[str]] = {}
    email = email.strip().lower()
    try:
        username = usernames.clean(username)
        if Account.objects.filter(username=username).exists():
            problems["username"] = [_taken()]
    except ValidationError as problem:
        problems["username"] = problem.messages
    try:
        validate_email(email)
        if Account.objects.filter(email=email).exists() or EmailAddress.objects.filter(email=email).exists():
            problems["email"] = [_("An account with this mail address exists already.")]
    except ValidationError as problem:
        problems["email"] = problem.messages
    try:
        validate_password(password, Account(username=username, email=email))
    except ValidationError as problem:
        problems["password"] = problem.messages
    if problems:
        raise ValidationError({field: list(sentences) for field, sentences in problems.items()})
    return username, email


def _taken() -> str:
    return _("This user name is taken.")
