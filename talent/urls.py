from django.urls import path

from talent import views

app_name = "talent"
urlpatterns = [
    path("pledge/", views.pledge, name="pledge"),
    path("seniors/", views.senior_list, name="senior_list"),
    path("seniors/<uuid:senior_pk>/", views.senior_detail, name="senior_detail"),
    path("seniors/<uuid:senior_pk>/confirm/", views.senior_confirm, name="senior_confirm"),
    path("reconfirm/<str:token>/", views.reconfirm, name="reconfirm"),
]
