from django.urls import path

from talent.views import duplicates, exporting, importing, pledge, reconfirmation, search, seniors

app_name = "talent"
urlpatterns = [
    path("pledge/", pledge.pledge, name="pledge"),
    path("seniors/", search.senior_list, name="senior_list"),
    path("seniors/<uuid:senior_pk>/", seniors.senior_detail, name="senior_detail"),
    path("seniors/<uuid:senior_pk>/confirm/", seniors.senior_confirm, name="senior_confirm"),
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
]
