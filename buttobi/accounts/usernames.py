"""Which names a person may sign in with."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 2, 40
_SHAPE = re.compile(r"[a-z0-9._-]+")

RULE = _("2 to 40 characters: a to z, 0 to 9, hyphen, underscore and full stop.")


def clean(username: str) -> str:
    """The name as it is kept, in lower case; a ValidationError with one sentence when it cannot be."""
    name = username.strip().lower()
    validate(name)
    return name


def validate(name: str) -> None:
    """Raises a ValidationError for what cannot be kept as it stands."""
    if not _SHAPE.fullmatch(name):
        raise ValidationError(
            _("A user name is made of a to z, 0 to 9, hyphen, underscore and full stop."), code="username_shape"
        )
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(_("A user name has 2 to 40 characters."), code="username_length")
