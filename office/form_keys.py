"""One row for one form: the key that a new row will have travels with its form.

A double click, a replayed POST and a second tab of the same form all bring the same key, so the second finds the row that is there
(`already`) and is led to it. Two forms that were opened apart bring two keys and are two wishes.
"""

import uuid

from django import forms
from django.db import models


class NewKeyMixin(forms.Form):
    """A form for a new row: `new_key` is hidden, made when the form is first shown, and becomes the row's primary key."""

    new_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def add_prefix(self, field_name: str) -> str:
        return field_name if field_name == "new_key" else super().add_prefix(field_name)


def already[Row: models.Model](rows: models.QuerySet[Row], form: forms.Form) -> Row | None:
    """The row that an earlier sending of this very form has made, out of `rows`: those that the sender may see."""
    key = form.cleaned_data.get("new_key") if form.is_bound and form.is_valid() else None
    return rows.filter(pk=key).first() if key else None
