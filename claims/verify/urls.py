"""Addresses of the verify room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
