"""Addresses of an entry's conversation, below its blog's own."""

from django.urls import path

from buttobi.conversations import feeds
from buttobi.conversations.map import views as map_views
from buttobi.conversations.thread import views as thread_views

urlpatterns = [
    path("<str:slug>/conversation/", thread_views.read, name="conversation"),
    path("<str:slug>/conversation/map/", map_views.explore, name="conversation-map"),
    path("<str:slug>/conversation/map.svg", map_views.picture, name="conversation-picture"),
    path("<str:slug>/conversation.json", feeds.as_json, name="conversation-json"),
    path("<str:slug>/conversation.atom", feeds.answers, name="conversation-atom"),
]
