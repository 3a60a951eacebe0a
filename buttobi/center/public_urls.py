"""The address of an entry, below its blog's own: a theme is read with its answers, an entry with what it answers."""

from django.urls import path

from buttobi.center.reading.views import entry

urlpatterns = [path("<str:slug>/", entry.show, name="entry")]
