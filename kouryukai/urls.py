"""Every address of the application, app by app."""

from django.urls import include, path

from matching.views import events

urlpatterns = [
    path("", events.home, name="home"),
    path("", include("matching.urls")),
    path("", include("events.urls")),
    path("", include("talent.urls")),
    path("", include("companies.urls")),
    path("", include("office.urls")),
    path("", include("institutions.urls")),
    path("", include("institutions.urls_allauth")),
]
