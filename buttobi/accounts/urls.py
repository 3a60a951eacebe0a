"""Addresses of accounts, below `/-/`."""

from django.urls import include, path

from buttobi.accounts import app_password_views, views

urlpatterns = [
    path("account/", views.settings_page, name="account-settings"),
    path("account/app-passwords/", app_password_views.listing, name="app-passwords"),
    path("account/app-passwords/<int:app_password_id>/revoke/", app_password_views.revoke, name="app-password-revoke"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("join/<str:token>/", views.join, name="join"),
    path("first/<str:token>/", views.first, name="first-staff"),
    path("staff/invitations/", views.invitation_list, name="invitations"),
    path("staff/invitations/<int:invitation_id>/revoke/", views.revoke_invitation, name="invitation-revoke"),
]
