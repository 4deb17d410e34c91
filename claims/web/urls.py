"""Addresses of the pages that belong to no single room."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("search/", views.search, name="search"),
    path("settings/", views.preferences, name="settings"),
    path("settings/theme/", views.theme, name="theme"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.health, name="health"),
]
