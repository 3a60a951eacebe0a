"""The two sections of the service."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """A blog belongs to one; it is seen in its address and never changes by itself."""

    GENERAL = "general", _("General")
    ADULT = "adult", _("Adult")

    @property
    def other(self) -> "Section":
        return Section.ADULT if self is Section.GENERAL else Section.GENERAL

    @property
    def is_offered(self) -> bool:
        """Whether this installation has the section: an operator may do without the Adult one."""
        return self is Section.GENERAL or bool(settings.ADULT_SECTION)

    @classmethod
    def offered(cls) -> tuple["Section", ...]:
        """The sections that this installation has."""
        return tuple(section for section in cls if section.is_offered)
