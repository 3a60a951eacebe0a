"""A line of the log, without the addresses that let in whoever knows them."""

import logging
import re

# Below these stands a token: of an invitation, of the first staff account, of a letter, of a sender's status page.
_SECRET = re.compile(
    r"(/-/(?:first|join|account/confirm-email|account/password/reset/key)/|[/=]status/)[^/\s\"'?#]+", re.IGNORECASE
)


class Line(logging.Formatter):
    """Cut after everything was put together, so that referrers and tracebacks tell no more than the path."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\1…", super().format(record))
