"""The page that machines ask whether the service is well."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from buttobi.celery import lost
from buttobi.running.health import examine


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the service can do its work, 503 with the reason when it cannot; on every host."""
    health = examine()
    answer = JsonResponse(
        {
            "status": "failing" if health.reasons else "ok",
            "reason": "; ".join(health.reasons),
            "database": "ok" if health.database else "failing",
            "worker": "ok" if health.worker else "failing",
            "worker_seconds": _rounded(health.worker_seconds),
            "oldest_due_seconds": _rounded(health.oldest_due_seconds),
            "bells_lost": lost(),
        },
        status=503 if health.reasons else 200,
    )
    # Django would log each 503; who asks every few seconds has been told.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
