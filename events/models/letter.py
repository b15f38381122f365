"""The letters of an event as the office has written them; what nobody has written anew stands in `events.letters`."""

import uuid

from django.core.validators import MaxLengthValidator
from django.db import models

from events.models.event import Event

LETTER_BODY = 6000


class LetterTemplateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LetterTemplateQuerySet":
        return self if user.is_authenticated and user.is_active and user.is_coordinator else self.none()

    def editable_by(self, user) -> "LetterTemplateQuerySet":
        return self.visible_to(user)


class LetterTemplate(models.Model):
    """One version of a letter's text. Versions are only added: the last one is in force, the others can be read and taken back."""

    id = models.UUIDField("ID", primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, verbose_name="交流会", related_name="+")
    kind = models.CharField("手紙の種類", max_length=24)
    version = models.PositiveIntegerField("版")
    title = models.CharField("題名", max_length=100)
    body = models.TextField("本文", max_length=LETTER_BODY, validators=[MaxLengthValidator(LETTER_BODY)])
    edited_by = models.ForeignKey("institutions.User", models.PROTECT, verbose_name="書いた人", related_name="+")
    edited_at = models.DateTimeField("書いた日時")

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "手紙の文面"
        ordering = ["event", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind", "version"],
                name="letter_version_unique",
                violation_error_message="この文面は、ほかの人が先に保存しました。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} 第{self.version}版"
