"""Where blog editors call, and where a blog's page tells them so."""

from django.urls import path

from buttobi.clients import views

urlpatterns = [
    path("rpc", views.rpc, name="rpc"),
    path("<slug:blog_name>/rsd.xml", views.rsd, name="blog-rsd"),
]
