"""Addresses of writing, below `/-/`."""

from django.urls import path

from buttobi.entries.views import writing, writing_acts, writing_list, writing_live

urlpatterns = [
    path("new/", writing.new_submission, name="new-submission"),
    path("entries/preview/", writing_live.preview, name="entry-preview"),
    path("entries/autosave/", writing_live.autosave, name="entry-autosave"),
    path("entries/title/", writing_live.title, name="entry-title"),
    path("entries/judge/", writing_live.judge, name="entry-judge"),
    path("entries/<int:entry_id>/", writing.edit, name="entry-edit"),
    path("entries/<int:entry_id>/read/", writing_acts.read, name="entry-read"),
    path("entries/<int:entry_id>/published/", writing_acts.published, name="entry-published"),
    path("entries/<int:entry_id>/unpublish/", writing_acts.unpublish, name="entry-unpublish"),
    path("entries/<int:entry_id>/publish/", writing_acts.publish_again, name="entry-publish"),
    path("entries/<int:entry_id>/delete/", writing_acts.delete, name="entry-delete"),
    path("entries/<int:entry_id>/discard/", writing_acts.discard, name="entry-discard"),
    path("blogs/<slug:name>/entries/", writing_list.entries, name="entries"),
]
