"""The parts every page is put together from, as template tags. /components/ shows each of them."""

from django import forms, template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html

from kouryukai.lib.era import format_date, format_month
from office.figures import Bar, band_bar_parts, share_of
from office.form_errors import mistakes, texts_of
from office.icons import shapes

register = template.Library()

STAGE_ICONS = {
    "done": ("check-lg", "済"),
    "late": ("exclamation-triangle", "遅れ"),
    "now": ("circle-fill", ""),
    "todo": ("", ""),
}
PILL_ICONS = {
    "wait": "hourglass-split",
    "now": "circle-fill",
    "warn": "exclamation-triangle",
    "ok": "check-lg",
    "err": "exclamation-circle",
    "confidential": "lock",
    "none": "",
    "draft": "",
}
NOTICE_ICONS = {
    "ok": "check-circle",
    "warn": "exclamation-triangle",
    "err": "exclamation-circle",
    "info": "info-circle",
}


# --- Small things -------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/icon.html")
def icon(name: str, label: str = "") -> dict:
    """A Bootstrap icon drawn in place; `label` is read aloud instead of it."""
    return {"shapes": shapes(name), "label": label}


@register.filter
def era_date(value) -> str:
    """令和8年9月18日(金); nothing for an empty value."""
    return format_date(_as_date(value)) if value else ""


@register.filter
def era_month(value) -> str:
    """令和8年9月, for a date of which only the month is known."""
    return format_month(_as_date(value)) if value else ""


@register.filter
def both_dates(value) -> str:
    """令和8年9月18日(金) / 2026-09-18."""
    if not value:
        return ""
    day = _as_date(value)
    return format_html('{} / <span class="nowrap">{}</span>', format_date(day), day.isoformat())


@register.filter
def short_date(value) -> str:
    """9/18(金)."""
    if not value:
        return ""
    day = _as_date(value)
    return f"{day.month}/{day.day}({'月火水木金土日'[day.weekday()]})"


@register.filter
def clock(value) -> str:
    """13:05 in the time of the office."""
    if not value:
        return ""
    if hasattr(value, "tzinfo") and hasattr(value, "date") and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour}:{value.minute:02d}"


@register.filter
def number(value) -> str:
    """4,175; nothing for None."""
    return "" if value is None else f"{value:,}"


@register.filter
def browser(user_agent: str) -> str:
    """Windows の Edge: what a person recognises in what a browser says of itself."""
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    )
    programs = (
        ("Edg", "Edge"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Firefox", "Firefox"),
        ("Safari", "Safari"),
    )
    system = next((word for mark, word in systems if mark in user_agent), "")
    program = next((word for mark, word in programs if mark in user_agent), "")
    return " の ".join(part for part in (system, program) if part) or "種類の分からない機器"


def _as_date(value):
    if hasattr(value, "date"):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


# --- State and figures -----------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/stage_bar.html")
def stage_bar(stages, big: bool = False) -> dict:
    """Stages in order, each a dict or object with `name`, `state` (done, late, now, todo) and perhaps `fact`."""
    shown = []
    for stage in stages:
        part = stage if isinstance(stage, dict) else vars(stage)
        mark, word = STAGE_ICONS[part["state"]]
        shown.append({**part, "icon": mark, "word": word})
    return {"stages": shown, "big": big}


@register.inclusion_tag("components/figure_chip.html")
def figure_chip(label: str, value, unit: str = "", target=None, low: bool = False) -> dict:
    """A figure against its target; without a target there is no bar."""
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "target": target,
        "low": low,
        "share": None if target is None else share_of(value, target),
    }


@register.inclusion_tag("components/state_pill.html")
def state_pill(kind: str, word: str) -> dict:
    """A state in a word and a mark: wait, now, warn, ok, err, confidential, none, draft."""
    return {"kind": kind, "word": word, "icon": PILL_ICONS[kind]}


@register.inclusion_tag("components/part_bar.html")
def part_bar(label: str, value: int) -> dict:
    """One part of a score from 0 to 100; under 50 it is grey."""
    return {"label": label, "value": value, "share": share_of(value, 100), "weak": value < 50}


@register.inclusion_tag("components/band_bar.html")
def band_bar(value: int, low: int, high: int, top: int, word: str = "") -> dict:
    """A count over its pale green target band from low to high, on the scale 0..top shared by the rows of a table."""
    return {"bar": band_bar_parts(value, low, high, top), "value": value, "word": word, "few": value < low}


@register.inclusion_tag("components/plain_bar.html")
def plain_bar(value, total, height: int = 8) -> dict:
    """A bar without words: the figure must stand beside it."""
    return {"bar": Bar(share_of(value, total)), "height": height, "radius": height / 2}


# --- Boxes ---------------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/next_step.html", takes_context=True)
def next_step(context, sentence: str, url: str, label: str, post: bool = False, heading: str = "次の一手") -> dict:
    """What to do now, in one sentence, with the one filled button of the page: a link, or a form when `post`."""
    return {
        "sentence": sentence,
        "url": url,
        "label": label,
        "post": post,
        "heading": heading,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_block_tag
def notice(content: str, kind: str = "info") -> str:
    """A message that stays: ok, warn, err, info. The words inside carry it."""
    return format_html(
        '<div class="notice {}">{}<div>{}</div></div>',
        kind,
        template.loader.render_to_string("components/icon.html", icon(NOTICE_ICONS[kind])),
        content,
    )


@register.simple_block_tag
def confidential(content: str, heading: str, who: str) -> str:
    """What only some may read: `who` says who reads it and where it never goes. The only violet of a page."""
    return format_html(
        '<section class="confidential-box"><h2>{} {}</h2><p class="who">{}</p>{}</section>',
        template.loader.render_to_string("components/icon.html", icon("lock")),
        heading,
        who,
        content,
    )


@register.inclusion_tag("components/empty_state.html")
def empty_state(heading: str, text: str, url: str = "", label: str = "") -> dict:
    """Why nothing is here and what would help; never only 0件."""
    return {"heading": heading, "text": text, "url": url, "label": label}


@register.inclusion_tag("components/saved_at.html")
def saved_at(moment, text: str = "") -> dict:
    return {"moment": moment, "text": text}


@register.inclusion_tag("components/stepper.html")
def stepper(position: int, total: int) -> dict:
    """8つのうち 4つ目, in words and as bars."""
    bars = ["done" if i < position else "now" if i == position else "" for i in range(1, total + 1)]
    return {"position": position, "total": total, "bars": bars}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page: Page, name: str = "page") -> dict:
    """Pages of a list; every other parameter of the address stays."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = number
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
        "places": [(n, address(n) if isinstance(n, int) and n != page.number else "") for n in numbers],
    }


@register.inclusion_tag("components/progress_panel.html")
def progress_panel(
    title: str,
    done: int,
    total: int,
    unit: str = "件",
    state: str = "running",
    seconds_left: int | None = None,
    poll_url: str = "",
    text: str = "",
    target: str = "this",
) -> dict:
    """Long work: bar, counts, time left. While `state` is waiting or running it asks `poll_url` again every 2 s and
    puts the answer in place of itself, or of `target` (a selector as htmx takes it).

    states: waiting, running, done, failed. Failures and links to what was made follow it on the page.
    """
    return {
        "title": title,
        "done": done,
        "total": total,
        "unit": unit,
        "state": state,
        "bar": Bar(share_of(done, total)),
        "time_left": _time_left(seconds_left),
        "poll_url": poll_url if state in {"waiting", "running"} else "",
        "text": text,
        "target": target,
    }


def _time_left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f"あと 約{max(seconds, 1)}秒"
    minutes, rest = divmod(seconds, 60)
    return f"あと 約{minutes}分{f'{rest // 10 * 10}秒' if rest >= 10 and minutes < 5 else ''}"


# --- Forms -----------------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/error_summary.html")
def error_summary(form_or_formset) -> dict:
    """All mistakes of a form at the top, each a link to its field. The template pack draws it by itself."""
    return {"mistakes": mistakes(form_or_formset)}


@register.filter
def messages_of(field: forms.BoundField) -> list[str]:
    return texts_of(field)
