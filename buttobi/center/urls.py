"""The front pages of the Trackback Centers; their themes are read like entries of any blog."""

from django.urls import re_path

from buttobi.center import views
from buttobi.sections.context import CENTERS

urlpatterns = [re_path(rf"^(?P<blog_name>{'|'.join(CENTERS.values())})/$", views.board, name="center")]
