"""The Django app `blogs`."""

from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "buttobi.blogs"
    label = "blogs"
