from django.urls import path

from talent.views import (
    applications,
    duplicates,
    exporting,
    importing,
    life,
    mine,
    pledge,
    reconfirmation,
    register,
    register_careers,
    search,
    seniors,
)

app_name = "talent"
urlpatterns = [
    path("pledge/", pledge.pledge, name="pledge"),
    path("seniors/", search.senior_list, name="senior_list"),
    path("seniors/<uuid:senior_pk>/", seniors.senior_detail, name="senior_detail"),
    path("seniors/<uuid:senior_pk>/confirm/", seniors.senior_confirm, name="senior_confirm"),
    path("seniors/<uuid:senior_pk>/pause/", life.senior_pause, name="senior_pause"),
    path("seniors/<uuid:senior_pk>/resume/", life.senior_resume, name="senior_resume"),
    path("seniors/<uuid:senior_pk>/withdraw/", life.senior_withdraw, name="senior_withdraw"),
    path("seniors/<uuid:senior_pk>/take-back/", life.senior_take_back, name="senior_take_back"),
    path("seniors/<uuid:senior_pk>/rest/", life.senior_rest, name="senior_rest"),
    path("seniors/<uuid:senior_pk>/availability/", life.senior_availability, name="senior_availability"),
    path("unavailable-periods/<uuid:period_pk>/delete/", life.period_delete, name="period_delete"),
    path("my-registration/", mine.my_registration, name="my_registration"),
    path("applications/", applications.application_list, name="application_list"),
    path("applications/<uuid:application_pk>/", applications.application_detail, name="application_detail"),
    path("applications/<uuid:application_pk>/approve/", applications.application_approve, name="application_approve"),
    path("applications/<uuid:application_pk>/return/", applications.application_return, name="application_return"),
    path("seniors/import/", importing.import_new, name="import_new"),
    path("seniors/import/<uuid:import_pk>/", importing.import_page, name="import_page"),
    path("seniors/import/<uuid:import_pk>/columns/", importing.import_columns, name="import_columns"),
    path("seniors/import/<uuid:import_pk>/decide/", importing.import_decide, name="import_decide"),
    path("seniors/import/<uuid:import_pk>/confirm/", importing.import_confirm, name="import_confirm"),
    path("seniors/import/<uuid:import_pk>/drop/", importing.import_drop, name="import_drop"),
    path("seniors/import/<uuid:import_pk>/faults/", importing.import_faults, name="import_faults"),
    path("seniors/export/", exporting.senior_export, name="senior_export"),
    path("seniors/export/<uuid:export_pk>/file/", exporting.senior_export_file, name="senior_export_file"),
    path("seniors/duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("seniors/duplicates/<uuid:senior_pk>/<uuid:other_pk>/", duplicates.duplicate_pair, name="duplicate_pair"),
    path(
        "seniors/duplicates/<uuid:senior_pk>/<uuid:other_pk>/merge/", duplicates.duplicate_merge, name="duplicate_merge"
    ),
    path(
        "seniors/duplicates/<uuid:senior_pk>/<uuid:other_pk>/apart/", duplicates.duplicate_apart, name="duplicate_apart"
    ),
    path("reconfirm/<str:token>/", reconfirmation.reconfirm, name="reconfirm"),
    path("registration/", register.registration, name="registration"),
    path("registration/guide/", register.registration_guide, name="registration_guide"),
    path("registration/<uuid:application_pk>/<int:step>/", register.registration_step, name="registration_step"),
    path(
        "registration/<uuid:application_pk>/careers/",
        register_careers.registration_careers,
        name="registration_careers",
    ),
    path(
        "registration/<uuid:application_pk>/careers/<int:number>/",
        register_careers.registration_career,
        name="registration_career",
    ),
    path("registration/<uuid:application_pk>/check/", register.registration_check, name="registration_check"),
    path("registration/<uuid:application_pk>/preview/", register.registration_preview, name="registration_preview"),
    path("registration/<uuid:application_pk>/done/", register.registration_done, name="registration_done"),
    path("registration/<uuid:application_pk>/discard/", register.registration_discard, name="registration_discard"),
    path("seniors/register/", register.proxy_list, name="proxy_list"),
]
