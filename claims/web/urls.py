"""Addresses of the pages that belong to no single room."""

from django.urls import path

from . import views

urlpatterns = [
    path("healthz", views.health, name="health"),
]
