from django.urls import path

from companies.views import firms, register

app_name = "companies"
urlpatterns = [
    path("companies/", firms.company_list, name="company_list"),
    path("companies/new/", register.company_new, name="company_new"),
    path("companies/twins/", register.company_twins, name="company_twins"),
    path("companies/<uuid:company_pk>/edit/", register.company_edit, name="company_edit"),
    path("companies/<uuid:company_pk>/", firms.company_detail, name="company_detail"),
    path("companies/<uuid:company_pk>/president-link/", firms.president_link, name="president_link"),
    path(
        "companies/<uuid:company_pk>/president-link/revoke/", firms.president_link_revoke, name="president_link_revoke"
    ),
]
