"""The address that machines ask."""

from django.urls import path

from buttobi.running.views import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
