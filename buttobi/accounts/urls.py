"""Addresses of accounts, below `/-/`."""

from django.urls import include, path

from buttobi.accounts import views

urlpatterns = [
    path("account/", views.settings_page, name="account-settings"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
    path("join/<str:token>/", views.join, name="join"),
    path("first/<str:token>/", views.first, name="first-staff"),
    path("staff/invitations/", views.invitation_list, name="invitations"),
    path("staff/invitations/<int:invitation_id>/revoke/", views.revoke_invitation, name="invitation-revoke"),
]
