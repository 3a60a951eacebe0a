"""The two sections of the service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """A blog belongs to one; it is seen in its address and never changes by itself."""

    GENERAL = "general", _("General")
    ADULT = "adult", _("Adult")

    @property
    def other(self) -> "Section":
        return Section.ADULT if self is Section.GENERAL else Section.GENERAL
