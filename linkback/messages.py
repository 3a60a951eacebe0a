"""What goes over the wire and what comes back, in the same shape for all three protocols."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The body of a POST and its Content-Type."""

    body: bytes
    content_type: str


class Verdict(StrEnum):
    """What a receiver made of our linkback."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ALREADY = "already"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a linkback, with the receiver's own words as plain text.

    `fault` is the number of a Pingback fault, `status_url` the page where a Webmention receiver tells what became of
    ours.
    """

    verdict: Verdict
    message: str = ""
    fault: int | None = None
    status_url: str = ""
