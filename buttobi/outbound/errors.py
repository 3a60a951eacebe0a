"""What can go wrong on the way to somebody else's server: a code for us, a sentence for people."""

from typing import ClassVar


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the catalogues; whoever shows it translates it.

    Django's own marker reads the settings, and this room is usable without them.
    """
    return sentence


class OtherPeoplesProblem(Exception):  # noqa: N818 (named for whose it is)
    """A fetch that came to nothing. `str()` is one plain English sentence, the key of its translation.

    `ambiguous` is true when the other side may have received the body of our POST all the same, so that sending it
    again could show it twice.
    """

    code: ClassVar[str] = "unreadable"

    def __init__(self, sentence: str, *, ambiguous: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ambiguous = ambiguous


class Forbidden(OtherPeoplesProblem):
    """The guard does not let us go there; nothing was dialled."""

    code = "forbidden"


class NameNotFound(OtherPeoplesProblem):
    """The host's name leads to no address, or cannot be looked up just now."""

    code = "name_not_found"


class RefusedConnection(OtherPeoplesProblem):
    """Nobody answers at the address of the host."""

    code = "refused_connection"


class BadCertificate(OtherPeoplesProblem):
    """The secure connection failed: the certificate is not theirs, is out of date, or is not vouched for."""

    code = "tls"


class TooSlow(OtherPeoplesProblem):
    """The deadline passed before the answer was complete."""

    code = "too_slow"


class TooLarge(OtherPeoplesProblem):
    """The answer's head alone is more than we read."""

    code = "too_large"


class BadRedirect(OtherPeoplesProblem):
    """Sent round in circles, or to something that is no address."""

    code = "redirect"


class LeadsHere(BadRedirect):
    """Sent on to a page of this service, which is never visited over the network; nothing was dialled there."""

    code = "leads_here"


class BrokenAnswer(OtherPeoplesProblem):
    """The connection ended before an answer, or what came is not HTTP."""

    code = "broken"


DOES_NOT_EXIST = gettext_noop("There is no server of this name.")
LOOK_UP_FAILED = gettext_noop("The name of this server cannot be looked up at the moment.")
NOBODY_ANSWERS = gettext_noop("The server does not take our connection.")
NOT_SECURE = gettext_noop("The server has no valid certificate for its name, so we do not talk to it.")
NO_ANSWER_IN_TIME = gettext_noop("The server did not answer in time.")
HEAD_TOO_LARGE = gettext_noop("The server's answer begins with more headers than we read.")
BROKE_OFF = gettext_noop("The server broke off before it had answered.")
NOT_HTTP = gettext_noop("The server's answer cannot be understood.")
CODED = gettext_noop("The server's answer is compressed in a way that we did not ask for.")
TOO_MANY_REDIRECTS = gettext_noop("The server redirects too often.")
LEADS_TO_US = gettext_noop("This address leads to a page of this service.")
REDIRECT_TO_NOWHERE = gettext_noop("The server redirects to something that is no web address.")
