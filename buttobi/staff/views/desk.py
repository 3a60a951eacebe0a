"""The front page of the staff: every screen of theirs, what waits first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buttobi.accounts.staff import staff_only
from buttobi.staff import waiting


@staff_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The list of screens."""
    screens = waiting.screens()
    waits = [screen for screen in screens if screen.waits]
    context = {"waits": waits, "others": [screen for screen in screens if not screen.waits]}
    return render(request, "staff/desk.html", context)
