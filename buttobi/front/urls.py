"""Addresses of the portal, of the Centers' front pages and of the dashboard."""

from django.urls import include, path

from buttobi.front import dashboard, portal, robots, views

urlpatterns = [
    path("", portal.show, name="portal"),
    path("feed.atom", views.feed, name="portal-feed"),
    path("trackbacks.atom", views.trackbacks_feed, name="portal-trackbacks"),
    path("help/", views.help_index),
    path("help/trackback/", views.whats_a_trackback, name="help-trackback"),
    path("robots.txt", robots.robots),
    path("sitemap.xml", robots.sitemaps),
    path("sitemap-<slug:section>.xml", robots.sitemap, name="sitemap"),
    path("favicon.ico", views.icon, {"name": "favicon.ico"}),
    path("apple-touch-icon.png", views.icon, {"name": "apple-touch-icon.png"}),
    path("-/", dashboard.show, name="dashboard"),
    path("", include("buttobi.center.urls")),
]
