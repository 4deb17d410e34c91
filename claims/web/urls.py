"""Addresses of the pages that belong to no single room."""

from django.urls import path

from . import inbox, jobs, tour, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("desk/saved/", views.desk_saved, name="desk-saved"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/count/", inbox.inbox_count, name="inbox-count"),
    path("inbox/read/", inbox.inbox_read, name="inbox-read"),
    path("jobs/", jobs.job_list, name="job-list"),
    path("jobs/mark/", jobs.jobs_mark, name="jobs-mark"),
    path("jobs/<str:kind>/<uuid:pk>/", jobs.job, name="job"),
    path("tour/", tour.tour, name="tour"),
    path("search/", views.search, name="search"),
    path("settings/", views.preferences, name="settings"),
    path("settings/theme/", views.theme, name="theme"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.health, name="health"),
]
