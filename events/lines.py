"""Tables of lines in a form that works without JavaScript: more lines come by a button, and nothing that was typed is lost."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

MOST_LINES = 150


def lines(form: type[forms.Form], extra: int = 0) -> type[BaseFormSet]:
    return formset_factory(form, extra=extra, max_num=MOST_LINES, absolute_max=MOST_LINES)


def typed(data: QueryDict, prefix: str, form: type[forms.Form]) -> list[dict[str, Any]]:
    """What stands in the lines of a page that was sent, unchecked, as the first content of the next page."""
    try:
        total = min(int(data.get(f"{prefix}-TOTAL_FORMS", 0)), MOST_LINES)
    except ValueError:
        total = 0
    return [
        {
            name: field.widget.value_from_datadict(data, {}, f"{prefix}-{n}-{name}")
            for name, field in form.base_fields.items()
        }
        for n in range(total)
    ]


def kept(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The lines of a checked formset that say something and are not taken out."""
    rows = [form.cleaned_data for form in formset.forms if form.has_changed()]
    return [row for row in rows if row and not row.get("remove")]
