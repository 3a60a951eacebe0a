"""Addresses of trackbacks received and sent, below `/-/`."""

from django.urls import path

from buttobi.trackbacks.views import blocks, inbox, policies, sent

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/undo/", inbox.undo, name="inbox-undo"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/<int:block_id>/unblock/", blocks.unblock, name="unblock"),
    path("blogs/<slug:name>/trackbacks/", policies.policies, name="policies"),
    path("blogs/<slug:name>/trackbacks/close/", policies.close_all, name="policies-close"),
    path("sent/", sent.sent, name="sent"),
    path("blogs/<slug:name>/sent/", sent.of_blog, name="sent-of-blog"),
    path("sent/rows/", sent.rows, name="sent-rows"),
    path("sent/<int:sent_id>/act/", sent.act, name="sent-act"),
]
