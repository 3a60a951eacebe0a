"""Addresses of the two switches."""

from django.urls import path

from buttobi.sections import views

urlpatterns = [
    path("language", views.choose_language, name="language"),
    path("age", views.enter, name="age"),
]
