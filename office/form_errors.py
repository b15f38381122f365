"""Mistakes in a form as people read them: short words, and an address for each so that a link leads to its field."""

from dataclasses import dataclass

from django import forms
from django.forms import BaseFormSet
from django.forms.utils import ErrorDict

CHOOSING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
REQUESTS = {"選んでください": "を", "入力してください": "を", "しるしを付けてください": "に"}
FIRST_OF_SEVERAL = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)


@dataclass(frozen=True)
class Mistake:
    text: str
    target: str


def texts_of(field: forms.BoundField) -> list[str]:
    """The messages at one field; Django's own sentence for an empty field becomes a plain request."""
    texts = []
    for error in field.errors.as_data():
        if error.code == "required" and error.message == forms.Field.default_error_messages["required"]:
            texts.append(_request(field))
        else:
            texts.extend(str(text) for text in error.messages)
    return list(dict.fromkeys(texts))


def mistakes(form_or_formset) -> list[Mistake]:
    """Every mistake of a form or formset, in the order of the page."""
    if isinstance(form_or_formset, BaseFormSet):
        found = [Mistake(str(text), "") for text in form_or_formset.non_form_errors()]
        for form in form_or_formset:
            found += mistakes(form)
        return found
    errors: ErrorDict = form_or_formset.errors
    found = [Mistake(str(text), "") for text in form_or_formset.non_field_errors()]
    for name in form_or_formset.fields:
        if name not in errors:
            continue
        field = form_or_formset[name]
        found += [
            Mistake(_with_label(field, text), "" if field.is_hidden else first_control(field))
            for text in texts_of(field)
        ]
    return found


def first_control(field: forms.BoundField) -> str:
    """The id that takes the focus: of a group, its first control."""
    return f"{field.auto_id}_0" if isinstance(field.field.widget, FIRST_OF_SEVERAL) else field.id_for_label


def _request(field: forms.BoundField) -> str:
    if isinstance(field.field.widget, forms.FileInput):
        return "ファイルを選んでください"
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "しるしを付けてください"
    return "選んでください" if isinstance(field.field.widget, CHOOSING) else "入力してください"


def _with_label(field: forms.BoundField, text: str) -> str:
    label = f"「{field.label}」" if isinstance(field.field.widget, forms.CheckboxInput) else str(field.label)
    if label in text:
        return text
    return f"{label}{REQUESTS[text]}{text}" if text in REQUESTS else f"{label}:{text}"
