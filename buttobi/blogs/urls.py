"""Addresses of the pages about blogs, below `/-/`."""

from django.urls import path

from buttobi.blogs import views

urlpatterns = [
    # Here and not among accounts: an account is below blogs, and does not know that it has any.
    path("account/delete/", views.delete_account, name="account-delete"),
    path("account/deleted/", views.left, name="account-left"),
    path("blogs/new/", views.new, name="blog-new"),
    path("blogs/<slug:name>/", views.edit, name="blog-settings"),
    path("blogs/<slug:name>/rename/", views.change_name, name="blog-rename"),
    path("blogs/<slug:name>/close/", views.shut, name="blog-close"),
    path("blogs/<slug:name>/reopen/", views.reopen, name="blog-reopen"),
    path("blogs/<slug:name>/delete/", views.delete, name="blog-delete"),
]
