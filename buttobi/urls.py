"""Every address that the service answers, by room. Hosts are told apart before this table (sections.middleware)."""

from django.urls import include, path

urlpatterns = [
    path("", include("buttobi.running.urls")),
    path("", include("buttobi.sections.urls")),
    path("", include("buttobi.trackbacks.public_urls")),
    path("", include("buttobi.trackbacks.doors.urls")),
    path("", include("buttobi.clients.urls")),
    path("", include("buttobi.media.urls")),
    path("", include("buttobi.ranking.public_urls")),
    path("", include("buttobi.front.urls")),
    # The desk: everything behind a sign-in, on one host for both sections.
    path("-/", include("buttobi.accounts.urls")),
    path("-/", include("buttobi.blogs.urls")),
    path("-/", include("buttobi.entries.desk_urls")),
    path("-/", include("buttobi.trackbacks.urls")),
    path("-/", include("buttobi.center.desk_urls")),
    path("-/", include("buttobi.ranking.desk_urls")),
    path("-/", include("buttobi.staff.urls")),
    # Last, since a blog's name is any first segment that nothing above claims.
    path("<slug:blog_name>/", include("buttobi.entries.public_urls")),
    path("<slug:blog_name>/", include("buttobi.conversations.public_urls")),
    path("<slug:blog_name>/", include("buttobi.center.public_urls")),
]

handler400 = "buttobi.front.errors.bad_request"
handler403 = "buttobi.front.errors.forbidden"
handler404 = "buttobi.front.errors.not_found"
handler500 = "buttobi.front.errors.broken"
