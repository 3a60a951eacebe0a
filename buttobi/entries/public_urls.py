"""Addresses below a blog's own: its lists first, since an entry's name is any segment that no list claims."""

from django.urls import path

from buttobi.entries import feeds
from buttobi.entries.views import reading

urlpatterns = [
    path("", reading.front, name="blog"),
    path("feed.atom", feeds.entries, name="blog-feed"),
    path("archive/", reading.archive, name="blog-archive"),
    path("tags/<path:tag>/", reading.tag, name="blog-tag"),
    path("<int:year>/<int:month>/", reading.month, name="blog-month"),
    path("<str:slug>/trackback/", reading.make_trackback, name="make-trackback"),
    path("<str:slug>/trackbacks.atom", feeds.trackbacks, name="entry-trackbacks"),
]
