from django.urls import path

from companies import views

app_name = "companies"
urlpatterns = [
    path("companies/", views.company_list, name="company_list"),
    path("companies/<uuid:company_pk>/", views.company_detail, name="company_detail"),
    path("companies/<uuid:company_pk>/president-link/", views.president_link, name="president_link"),
    path(
        "companies/<uuid:company_pk>/president-link/revoke/", views.president_link_revoke, name="president_link_revoke"
    ),
]
