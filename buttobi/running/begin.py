"""Django made ready for a command."""

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from buttobi.running.errors import Unable


def begin() -> None:
    """Read the settings and load the apps; raises Unable with a sentence about the setting that is not understood."""
    try:
        # The first look at any setting reads them all.
        _ = settings.DATA
    except (ImproperlyConfigured, ValueError) as problem:
        raise Unable(" ".join(str(problem).split()), status=2) from problem
    django.setup()
