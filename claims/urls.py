"""Every address of the newsroom, room by room."""

from django.urls import URLPattern, URLResolver

from claims.blast.urls import urlpatterns as blast
from claims.ingest.urls import urlpatterns as ingest
from claims.report.urls import urlpatterns as report
from claims.review.urls import urlpatterns as review
from claims.together.urls import urlpatterns as together
from claims.verify.urls import urlpatterns as verify
from claims.web.urls import urlpatterns as web

app_name = "claims"
urlpatterns: list[URLPattern | URLResolver] = [*web, *ingest, *review, *verify, *report, *together, *blast]
