from django.urls import path

from companies.views import briefs, firms, hearing_writing, hearings, importing, register

app_name = "companies"
urlpatterns = [
    path("companies/", firms.company_list, name="company_list"),
    path("companies/new/", register.company_new, name="company_new"),
    path("companies/import/", importing.company_import, name="company_import"),
    path("companies/import/template/", importing.company_import_template, name="company_import_template"),
    path("companies/import/<uuid:upload_pk>/", importing.company_import_preview, name="company_import_preview"),
    path("companies/twins/", register.company_twins, name="company_twins"),
    path("companies/<uuid:company_pk>/edit/", register.company_edit, name="company_edit"),
    path("companies/<uuid:company_pk>/", firms.company_detail, name="company_detail"),
    path("companies/<uuid:company_pk>/president-link/", firms.president_link, name="president_link"),
    path(
        "companies/<uuid:company_pk>/president-link/revoke/", firms.president_link_revoke, name="president_link_revoke"
    ),
    path("hearings/<uuid:hearing_pk>/", hearings.hearing_detail, name="hearing_detail"),
    path("hearings/<uuid:hearing_pk>/edit/", hearing_writing.hearing_edit, name="hearing_edit"),
    path("hearings/<uuid:hearing_pk>/save/", hearing_writing.hearing_save, name="hearing_save"),
    path("hearings/<uuid:hearing_pk>/check/", hearings.hearing_check, name="hearing_check"),
    path("hearings/<uuid:hearing_pk>/steps/<slug:step_name>/", hearings.hearing_step, name="hearing_step"),
    path("hearings/<uuid:hearing_pk>/versions/", hearings.hearing_versions, name="hearing_versions"),
    path("hearings/<uuid:hearing_pk>/president/", hearings.hearing_president, name="hearing_president"),
    path("hearings/<uuid:hearing_pk>/print/<slug:paper>/", hearings.hearing_print, name="hearing_print"),
    path("issues/<uuid:issue_pk>/brief/", briefs.brief_edit, name="brief_edit"),
    path("issues/<uuid:issue_pk>/brief/accept/", briefs.brief_accept, name="brief_accept"),
    path("issues/<uuid:issue_pk>/brief/step/", briefs.brief_step, name="brief_step"),
    path("issues/<uuid:issue_pk>/brief/decide/", briefs.brief_decide, name="brief_decide"),
    path("issues/<uuid:issue_pk>/brief/preview/", briefs.brief_preview, name="brief_preview"),
]
