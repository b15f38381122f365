from django.urls import path

from companies import views

app_name = "companies"
urlpatterns = [
    path("companies/", views.company_list, name="company_list"),
    path("companies/<uuid:company_pk>/", views.company_detail, name="company_detail"),
]
