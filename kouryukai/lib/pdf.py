"""HTML in, PDF out: one small function, so that the typesetter behind it may change. Same data, same bytes.

What a page may load is a short list: static files of ours by name, and small pictures inside the page. There is no
network, no local file and no attachment but those handed over here.
"""

import datetime as dt
import gc
import hashlib
import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.request import DataHandler, Request

import pikepdf
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, VERSION, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

for_people = "pdf/ua-1"
for_archive = "pdf/a-3u"
PAGES_PER_COLLECTION = 12
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_PICTURES = ("data:image/svg+xml;", "data:image/svg+xml,", "data:image/png;base64,")


class PdfError(Exception):
    """A page asked for something that it may not load, or a stylesheet is missing."""


class OwnFiles(URLFetcher):
    """Serves `static:NAME` and pictures inside the page (data addresses); refuses everything else and stops the document."""

    def __init__(self) -> None:
        # Without the parent's set-up: it would load the TLS certificates for addresses that are never opened.
        self._fail_on_errors = True

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        if url.startswith(_PICTURES):
            answer = DataHandler().data_open(Request(url))
            return URLFetcherResponse(url, answer.read(), {"Content-Type": answer.headers["Content-Type"]})
        scheme, _, name = url.partition(":")
        path = finders.find(name) if scheme == "static" and ".." not in name else None
        if path is None:
            raise ValueError("not one of our own files")
        return URLFetcherResponse(url, Path(path).read_bytes())


@dataclass(frozen=True)
class AttachedFile:
    """A file inside the PDF, such as the figures of a report as CSV."""

    name: str
    content: bytes
    description: str


class _Garbage:
    """Layouts leave much cyclic garbage: collected after every dozen pages, and never searched for in what lives anyway."""

    def __init__(self) -> None:
        self.pages = 0
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 50, 100)

    def count(self, pages: int) -> None:
        self.pages += pages
        if self.pages >= PAGES_PER_COLLECTION:
            self.pages = 0
            gc.collect()


@cache
def _garbage() -> _Garbage:
    return _Garbage()


@cache
def _fetcher() -> OwnFiles:
    return OwnFiles()


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    path = finders.find(name)
    if path is None:
        raise PdfError(f"no static file {name}")
    text = Path(path).read_text(encoding="utf-8")
    return CSS(string=text, font_config=_fonts(), url_fetcher=_fetcher())


def style_version(stylesheets: Iterable[str]) -> str:
    """A hash of what decides the look beside the page itself: stylesheets and the typesetter."""
    mark = hashlib.sha256(VERSION.encode())
    for name in stylesheets:
        path = finders.find(name)
        if path is None:
            raise PdfError(f"no static file {name}")
        mark.update(Path(path).read_bytes())
    return mark.hexdigest()


def render_pdf(
    html: str,
    *,
    stylesheets: Sequence[str],
    variant: str = for_people,
    attachments: Sequence[AttachedFile] = (),
) -> bytes:
    """One document of `html`, laid out by static files of ours. Title and language come from the page.

    Raises PdfError where the page asks for anything that is not ours.
    """
    sheets = [_stylesheet(name) for name in stylesheets]
    mark = hashlib.sha256("\0".join([html, variant, *stylesheets]).encode())
    for file in attachments:
        mark.update(file.content)
    garbage = _garbage()
    try:
        source = HTML(string=html, base_url=None, url_fetcher=_fetcher())
        document = source.render(stylesheets=sheets, font_config=_fonts(), pdf_variant=variant)
        # A link to an attachment in the page is no attachment of ours.
        document.metadata.attachments = [_attachment(file) for file in attachments]
        pages = len(document.pages)
        with warnings.catch_warnings():
            # The typesetter leaves the colour profile of PDF/A open.
            warnings.simplefilter("ignore", ResourceWarning)
            made = document.write_pdf(pdf_variant=variant, pdf_identifier=mark.hexdigest()[:32].encode())
    except FatalURLFetchingError as error:
        raise PdfError(str(error)) from error
    del source, document
    garbage.count(pages)
    return made


def _attachment(file: AttachedFile) -> Attachment:
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        relationship="Data",
        created=EPOCH,
        modified=EPOCH,
        url_fetcher=_fetcher(),
    )


def page_count(content: bytes) -> int:
    """How many pages a PDF has. pikepdf.PdfError where it is none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)
