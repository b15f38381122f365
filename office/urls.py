"""Addresses of the back office."""

from django.urls import path

from office import views

app_name = "office"
urlpatterns = [
    path("components/", views.components, name="components"),
]
