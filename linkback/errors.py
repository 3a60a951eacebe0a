"""Whose fault it is: ours (LocalProtocolError) or the other side's (RemoteProtocolError)."""


class LinkbackError(Exception):
    """Something about a linkback is not as its specification wants it; the text is one short ASCII sentence."""


class LocalProtocolError(LinkbackError):
    """We were about to say something that the protocol does not allow."""


class RemoteProtocolError(LinkbackError):
    """The other side said something that cannot be read; the sentence may be sent back to them as it is."""
