"""Who calls: an account by one of its app passwords, within what one address and one account may call."""

from buttobi.accounts import app_passwords
from buttobi.accounts.models import Account
from buttobi.clients import faults, limits


def sign_in(*, username: str, password: str, address: str) -> Account:
    """The account that calls. Raises Fault, the same for an unknown name and a wrong password."""
    near = limits.neighbourhood(address)
    if limits.is_full("failures", near, most=limits.FAILURES_PER_ADDRESS):
        raise faults.fault(faults.TOO_OFTEN, faults.TOO_MANY_FAILURES)
    account = app_passwords.owner(username=username, password=password)
    if account is None:
        limits.room("failures", near, most=limits.FAILURES_PER_ADDRESS)
        raise faults.fault(faults.NOT_SIGNED_IN, faults.WRONG_PASSWORD)
    if not limits.room("account", str(account.pk), most=limits.CALLS_PER_ACCOUNT):
        raise faults.fault(faults.TOO_OFTEN, faults.CALLS_TOO_OFTEN)
    return account
