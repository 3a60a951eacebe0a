"""Where themes are planned, proposed and opened, under `/-/`."""

from django.urls import path, re_path

from buttobi.center.views import desk_entry, desk_lists, desk_plan, desk_proposals, desk_theme

_SECTION = "(?P<section_name>general|adult)"
_PRESS = "|".join(desk_theme.PRESSES)

urlpatterns = [
    path("themes/", desk_plan.themes, name="themes"),
    path("themes/propose/", desk_proposals.propose, name="theme-propose"),
    path("themes/proposals/<int:proposal_id>/accept/", desk_proposals.accept, name="proposal-accept"),
    path("themes/proposals/<int:proposal_id>/undo/", desk_proposals.undo, name="proposal-undo"),
    re_path(rf"^themes/{_SECTION}/$", desk_plan.show, name="theme-plan"),
    re_path(rf"^themes/{_SECTION}/new/$", desk_theme.new, name="theme-new"),
    re_path(rf"^themes/{_SECTION}/shelf/$", desk_lists.on_shelf, name="theme-shelf"),
    re_path(rf"^themes/{_SECTION}/round-ups/$", desk_lists.round_ups, name="theme-round-ups"),
    re_path(rf"^themes/{_SECTION}/proposals/$", desk_proposals.answer, name="theme-proposals"),
    path("themes/<int:theme_id>/", desk_theme.edit, name="theme-edit"),
    re_path(rf"^themes/(?P<theme_id>[0-9]{{1,18}})/(?P<name>{_PRESS})/$", desk_theme.press, name="theme-press"),
    path("entries/<int:entry_id>/theme/", desk_entry.theme, name="entry-theme"),
    path("entries/<int:entry_id>/theme/close/", desk_entry.close, name="entry-theme-close"),
    path("entries/<int:entry_id>/theme/take-back/", desk_entry.take_back, name="entry-theme-take-back"),
]
