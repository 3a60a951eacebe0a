"""What the frame of every page at the desk may ask: who works here, and how much waits for them."""

from functools import cached_property

from django.http import HttpRequest

from buttobi.accounts.models import Account
from buttobi.sections.desk import is_desk
from buttobi.trackbacks import moderation


class Desk:
    """One person's desk; nothing is counted before a template asks."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @cached_property
    def held(self) -> int:
        """How many trackbacks wait for a decision."""
        return moderation.received_by(self.account).waiting().count()


def desk(request: HttpRequest) -> dict[str, object]:
    """Context processor: `desk` for somebody signed in, on pages of the desk alone."""
    if not is_desk(request):
        return {}
    account = getattr(request, "user", None)
    return {"desk": Desk(account)} if isinstance(account, Account) else {}
