"""The desk is everything under `/-/`: sign-in, dashboard, New Submission, inbox. One host serves both sections."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from buttobi.sections import addresses

PREFIX = "/-/"


def is_desk(request: HttpRequest) -> bool:
    """Whether a request is for a page behind the sign-in."""
    return request.path_info.startswith(PREFIX)


class DeskMiddleware:
    """Keeps the login at the desk: everywhere else there is no session and no person to read, even by mistake."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_desk(request):
            for name in ("session", "user", "auser"):
                delattr(request, name)
        elif not addresses.is_desk(request.get_host()):
            if request.method not in ("GET", "HEAD"):
                raise Http404
            return HttpResponseRedirect(addresses.desk(request.get_full_path()))
        response = self.get_response(request)
        if is_desk(request):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
