"""Addresses of the ingest room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
