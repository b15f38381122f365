"""The roles that an account may have."""

from django.db.models import TextChoices


class Role(TextChoices):
    COORDINATOR = "coordinator", "事務局"
    HEAD_OFFICE = "head_office", "金融機関 本部"
    BRANCH = "branch", "金融機関 支店"
    SENIOR = "senior", "新現役"
    RECEPTION = "reception", "受付"


BANK_ROLES = (Role.HEAD_OFFICE, Role.BRANCH)
