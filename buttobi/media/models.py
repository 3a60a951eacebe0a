"""A picture as it was sent, and the sizes that were made of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from buttobi.sections.section import Section


def new_key() -> str:
    """The name of a picture in its addresses: nobody guesses it."""
    return get_random_string(22)


class Picture(models.Model):
    """One picture. What was sent is never given out, and is forgotten once its renditions are made."""

    class State(models.TextChoices):
        ARRIVED = "arrived", _("being prepared")
        READY = "ready", _("ready")
        REFUSED = "refused", _("could not be used")

    key = models.CharField(max_length=22, unique=True, default=new_key)
    section = models.CharField(max_length=10, choices=Section.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVED)
    # Why it could not be used: an English sentence, the key of its translation.
    problem = models.CharField(max_length=200, blank=True)
    original = models.BinaryField(default=b"")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    # When it is to be made ready (null: nothing to do), and in whose hands it is.
    due_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="pictures_due"),
            models.Index(fields=["uploaded_by", "uploaded_at"], name="pictures_of_account"),
        ]


class Rendition(models.Model):
    """A picture in one size, made anew from its pixels: nothing of the sent file is in it."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")
    # Pixels.
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=40)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "width", "content_type"], name="one_rendition_per_size")
        ]
