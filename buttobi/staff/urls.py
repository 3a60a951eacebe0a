"""The screens of the staff, under `/-/`; and the one on which an owner moves a blog, which looks into many rooms."""

from django.urls import path

from buttobi.staff.views import desk, hosts, moves, own_move

urlpatterns = [
    path("staff/", desk.desk, name="staff-desk"),
    path("staff/marked/", hosts.marked, name="marked-hosts"),
    path("staff/moves/", moves.listing, name="staff-moves"),
    path("staff/moves/<slug:name>/", moves.decide, name="staff-move"),
    path("blogs/<slug:name>/move/", own_move.move, name="blog-move"),
    path("blogs/<slug:name>/move/take-back/", own_move.take_back, name="blog-move-take-back"),
]
