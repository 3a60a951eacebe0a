"""Where themes are planned, proposed and opened, under `/-/`."""

from django.urls import path, re_path

from buttobi.center.desk.views import entry, late, lists, plan, proposals, theme

_SECTION = "(?P<section_name>general|adult)"
_PRESS = "|".join(theme.PRESSES)

urlpatterns = [
    path("themes/", plan.themes, name="themes"),
    path("themes/propose/", proposals.propose, name="theme-propose"),
    path("themes/proposals/<int:proposal_id>/accept/", proposals.accept, name="proposal-accept"),
    path("themes/proposals/<int:proposal_id>/undo/", proposals.undo, name="proposal-undo"),
    re_path(rf"^themes/{_SECTION}/$", plan.show, name="theme-plan"),
    re_path(rf"^themes/{_SECTION}/new/$", theme.new, name="theme-new"),
    re_path(rf"^themes/{_SECTION}/shelf/$", lists.on_shelf, name="theme-shelf"),
    re_path(rf"^themes/{_SECTION}/round-ups/$", lists.round_ups, name="theme-round-ups"),
    re_path(rf"^themes/{_SECTION}/proposals/$", proposals.answer, name="theme-proposals"),
    path("themes/round-ups/<int:run_id>/add/", late.add, name="round-up-add"),
    path("themes/round-ups/<int:run_id>/leave-out/", late.leave_out, name="round-up-leave-out"),
    path("themes/<int:theme_id>/", theme.edit, name="theme-edit"),
    re_path(rf"^themes/(?P<theme_id>[0-9]{{1,18}})/(?P<name>{_PRESS})/$", theme.press, name="theme-press"),
    path("entries/<int:entry_id>/theme/", entry.theme, name="entry-theme"),
    path("entries/<int:entry_id>/theme/close/", entry.close, name="entry-theme-close"),
    path("entries/<int:entry_id>/theme/take-back/", entry.take_back, name="entry-theme-take-back"),
]
