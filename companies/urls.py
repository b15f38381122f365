from django.urls import path

from companies.views import briefs, firms

app_name = "companies"
urlpatterns = [
    path("companies/", firms.company_list, name="company_list"),
    path("companies/<uuid:company_pk>/", firms.company_detail, name="company_detail"),
    path("companies/<uuid:company_pk>/president-link/", firms.president_link, name="president_link"),
    path(
        "companies/<uuid:company_pk>/president-link/revoke/", firms.president_link_revoke, name="president_link_revoke"
    ),
    path("issues/<uuid:issue_pk>/brief/", briefs.brief_edit, name="brief_edit"),
    path("issues/<uuid:issue_pk>/brief/accept/", briefs.brief_accept, name="brief_accept"),
    path("issues/<uuid:issue_pk>/brief/step/", briefs.brief_step, name="brief_step"),
    path("issues/<uuid:issue_pk>/brief/decide/", briefs.brief_decide, name="brief_decide"),
    path("issues/<uuid:issue_pk>/brief/preview/", briefs.brief_preview, name="brief_preview"),
]
