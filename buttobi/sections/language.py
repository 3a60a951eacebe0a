"""The reader's language: a cookie of the host, else what the browser asks for. Blogs speak their own, see entries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def reader_language(request: HttpRequest) -> str:
    """One of the service's languages, never anything else."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    return translation.get_language_from_request(request) if "HTTP_ACCEPT_LANGUAGE" in request.META else "en"


class LanguageMiddleware:
    """Speaks the reader's language, and says in `Vary` that the answer depends on it.

    A view that speaks a fixed language (a blog's page) sets `response.speaks_fixed_language`: the same for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(reader_language(request)):
            response = self.get_response(request)
            language = translation.get_language()
        if getattr(response, "speaks_fixed_language", False):
            return response
        response.headers.setdefault("Content-Language", language or "en")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
