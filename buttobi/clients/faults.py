"""What a call is refused with: the numbers that blog editors know, and the sentences that their people read."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

from linkback import xmlrpc
from linkback.xmlrpc import Fault

# Nothing specifies these; editors were written against programs that answer with the numbers of HTTP.
NOT_POSSIBLE: Final = 400
NOT_SIGNED_IN: Final = 403
NOT_THERE: Final = 404
TOO_OFTEN: Final = 429
BROKEN: Final = 500

WRONG_PASSWORD = gettext_noop(
    "The user name or the app password is wrong. The password of the account does not work here: make an app password"
    " on your account page."
)
NO_BLOG = gettext_noop("You have no blog of this id.")
NO_ENTRY = gettext_noop("You have no entry of this id.")
NO_CATEGORY = gettext_noop("This blog has no category of this id.")
CALLS_TOO_OFTEN = gettext_noop("There were too many calls. Please wait a minute and try again.")
TOO_MANY_FAILURES = gettext_noop("There were too many wrong passwords from your address. Please wait a minute.")
NO_PICTURES = gettext_noop("Pictures cannot be uploaded here yet. Please link to one that is on the web already.")
ONLY_THEMES = gettext_noop("This is a Trackback Center. Please announce its themes on the web, under Themes.")
NO_SUCH_DATE = gettext_noop("The date cannot be read. Please choose another one.")
NO_SUCH_METHOD = gettext_noop("This method is not answered here.")
TOO_FEW_PARAMETERS = gettext_noop("The call has too few parameters.")
WRONG_KIND = gettext_noop("A parameter of the call is of the wrong kind.")
CANNOT_WRITE = gettext_noop("We cannot write it down now. Please try again later.")


def fault(code: int, sentence: str) -> Fault:
    """A refusal in the language that is spoken now."""
    return Fault(code, gettext(sentence))


def wrong_kind() -> Fault:
    """A parameter is, say, a list where a text belongs."""
    return fault(xmlrpc.BAD_PARAMETERS, WRONG_KIND)
