"""Signs of life that one process leaves for another to read."""

from django.db import models


class Pulse(models.Model):
    """When something that must go on, such as the worker, last said that it does."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
