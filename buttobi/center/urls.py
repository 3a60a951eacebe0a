"""The front pages of the Trackback Centers, a section's index of themes, and the hint in an empty New Submission."""

from django.urls import path, re_path

from buttobi.center.desk.views import hint
from buttobi.center.reading.views import board, index
from buttobi.sections.context import CENTERS

urlpatterns = [
    path("themes/", index.index, name="theme-index"),
    path("themes/random", index.random_theme, name="random-theme"),
    path("themes/feed.atom", index.feed, name="themes-feed"),
    path("themes/tags/<path:tag>/", index.tag, name="themes-tag"),
    path("themes/<int:year>/<int:month>/", index.month, name="themes-month"),
    # At the desk, where New Submission asks for it.
    path("-/themes/hint", hint.hint, name="theme-hint"),
    re_path(rf"^(?P<blog_name>{'|'.join(CENTERS.values())})/$", board.show_board, name="center"),
]
