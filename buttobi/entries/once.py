"""The token of a form that makes something: drawn when the form is opened, so that one that is sent twice makes one."""

import re
from collections.abc import Mapping

from django.utils.crypto import get_random_string

FIELD = "submission"
_TOKEN = re.compile(r"[A-Za-z0-9]{16,32}")


def draw() -> str:
    """A new one."""
    return get_random_string(24)


def read(form: Mapping[str, str]) -> str:
    """The one that a form brings along; empty for a form that brings none."""
    found = form.get(FIELD, "")
    return found if _TOKEN.fullmatch(found) else ""
