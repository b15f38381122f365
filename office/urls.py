"""Addresses of the back office."""

from django.conf import settings
from django.urls import path

from office import (
    views,
    views_contact,
    views_erasing,
    views_imports,
    views_inquiries,
    views_mail,
    views_papers,
    views_retention,
    views_unreached,
)

app_name = "office"
urlpatterns = [
    path("jobs/<uuid:job_pk>/", views.job_page, name="job_page"),
    path("jobs/<uuid:job_pk>/cancel/", views.job_cancel, name="job_cancel"),
    path("jobs/<uuid:job_pk>/retry/", views.job_retry, name="job_retry"),
    path("documents/", views.document_list, name="document_list"),
    path("documents/retry-failed/", views.document_retry_failed, name="document_retry_failed"),
    path("documents/<uuid:document_pk>/file/", views.document_download, name="document_download"),
    path("documents/<uuid:document_pk>/retry/", views.document_retry, name="document_retry"),
    path("outbox/", views_mail.outbox, name="outbox"),
    path("outbox/send/", views_mail.outbox_send, name="outbox_send"),
    path("outbox/all/", views_mail.outbox_send_all, name="outbox_send_all"),
    path("outbox/unreached/", views_unreached.mail_unreached, name="mail_unreached"),
    path("outbox/unreached/letters/", views_unreached.mail_letters, name="mail_letters"),
    path("outbox/unreached/told/", views_unreached.mail_told, name="mail_told"),
    path("outbox/<uuid:mail_pk>/", views_mail.outbox_mail, name="outbox_mail"),
    path("outbox/<uuid:mail_pk>/cancel/", views_mail.outbox_cancel, name="outbox_cancel"),
    path("outbox/<uuid:mail_pk>/again/", views_mail.outbox_again, name="outbox_again"),
    path("outbox/<uuid:mail_pk>/bounced/", views_mail.mail_bounced, name="mail_bounced"),
    path("outbox/<uuid:mail_pk>/arrived/", views_mail.mail_arrived, name="mail_arrived"),
    path("outbox/<uuid:mail_pk>/by-hand/", views_mail.mail_by_hand, name="mail_by_hand"),
    path("outbox/<uuid:mail_pk>/told-undo/", views_mail.mail_told_undo, name="mail_told_undo"),
    path("erasures/", views_erasing.erasure_list, name="erasure_list"),
    path("erasures/<uuid:receipt_pk>/", views_erasing.erasure_receipt, name="erasure_receipt"),
    path("erasures/<slug:person_kind>/<uuid:person_pk>/", views_erasing.erasure_new, name="erasure_new"),
    path("imports/", views_imports.import_list, name="import_list"),
    path("imports/<uuid:batch_pk>/", views_imports.import_undo, name="import_undo"),
    path("retention/", views_retention.retention, name="retention"),
    path("retention/run/", views_retention.retention_run, name="retention_run"),
    path("retention/<slug:purpose_key>/", views_retention.retention_purpose, name="retention_purpose"),
    path("contact/", views_contact.contact, name="contact"),
    path("contact/received/<uuid:inquiry_pk>/", views_contact.inquiry_received, name="inquiry_received"),
    path("contact/<slug:inquiry_kind>/", views_contact.inquiry_new, name="inquiry_new"),
    path("inquiries/", views_inquiries.inquiry_list, name="inquiry_list"),
    path("inquiries/write/", views_inquiries.inquiry_write, name="inquiry_write"),
    path("inquiries/<uuid:inquiry_pk>/", views_inquiries.inquiry_detail, name="inquiry_detail"),
    path("inquiries/<uuid:inquiry_pk>/take/", views_inquiries.inquiry_take, name="inquiry_take"),
    path("inquiries/<uuid:inquiry_pk>/give-back/", views_inquiries.inquiry_give_back, name="inquiry_give_back"),
    path("inquiries/<uuid:inquiry_pk>/note/", views_inquiries.inquiry_note, name="inquiry_note"),
    path("inquiries/<uuid:inquiry_pk>/close/", views_inquiries.inquiry_close, name="inquiry_close"),
    path("papers/<slug:subject_kind>/<uuid:subject_pk>/", views_papers.papers, name="papers"),
    path("papers/<slug:subject_kind>/<uuid:subject_pk>/check/", views_papers.check_add, name="check_add"),
    path("scans/<uuid:scan_pk>/file/", views_papers.scan_download, name="scan_download"),
    path("scans/<uuid:scan_pk>/remove/", views_papers.scan_remove, name="scan_remove"),
    path("pledge/staff/", views_papers.staff_pledge, name="staff_pledge"),
    path("components/", views.components, name="components"),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("demo/mail/", views_mail.demo_mail, name="demo_mail"))
