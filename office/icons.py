"""Icons drawn in place: no request, no font, the same in a page and in a PDF. Their shapes come from static files."""

from functools import cache
from xml.etree import ElementTree

from django.contrib.staticfiles import finders


@cache
def shapes(name: str) -> tuple[dict, ...]:
    """The shapes of one Bootstrap icon as dicts of tag and attributes; an unknown name is an error."""
    path = finders.find(f"bootstrap-icons/{name}.svg")
    if path is None:
        raise LookupError(f"no icon named {name}")
    found = []
    for element in ElementTree.parse(path).getroot().iter():
        tag = element.tag.rpartition("}")[2]
        if tag in {"path", "circle", "rect"}:
            found.append({"tag": tag, "attributes": dict(element.attrib)})
    return tuple(found)
