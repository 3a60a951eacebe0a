"""Addresses of pictures."""

from django.urls import re_path

from buttobi.media import views

urlpatterns = [
    re_path(r"^media/(?P<key>[0-9A-Za-z]{22})/(?P<width>[1-9][0-9]{0,4})\.(?P<extension>webp|jpg)$", views.give)
]
