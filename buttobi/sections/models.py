"""Hosts elsewhere that staff count as adult, whatever their pages say."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class MarkedHost(models.Model):
    """One host elsewhere; every host below it is marked with it."""

    host = models.CharField(max_length=253, unique=True)
    note = models.CharField(max_length=200, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
