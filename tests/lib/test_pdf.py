"""PDFs: the same data gives the same bytes, a page loads nothing but ours, merged files keep bookmarks, links and tags."""

import http.server
import io
import threading
from pathlib import Path

import pikepdf
import pytest
from django.contrib.staticfiles import finders

from kouryukai.lib.pdf import AttachedFile, PdfError, for_archive, page_count, render_pdf, style_version
from kouryukai.lib.pdf_merge import Part, merge

SHEETS = ("print/base.css",)
PAGE = """<!doctype html><html lang="ja"><head><title>{title}</title></head><body>
<h1 data-mark="{title}">{title}</h1><p><a href="#end">終わりへ</a></p>
<h1 data-mark="二つ目" style="break-before: page" id="end">髙橋と山﨑と𠮷田</h1>{more}</body></html>"""


def made(title: str = "見本", more: str = "", **options) -> bytes:
    return render_pdf(PAGE.format(title=title, more=more), stylesheets=SHEETS, **options)


@pytest.fixture
def listener():
    """A web server on this machine that notes every request."""
    asked = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_the_same_page_gives_the_same_bytes():
    assert made() == made()
    assert made() != made("別の見本")


def test_title_language_tags_and_pages():
    pdf = made()
    assert page_count(pdf) == 2
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo.Title) == "見本"
        assert str(opened.Root.Lang) == "ja"
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


SECRET = "/etc/hostname"


@pytest.mark.parametrize(
    "snippet",
    [
        '<img src="{web}/a.png">',
        '<img src="file://{secret}">',
        '<img src="static:../manage.py">',
        '<link rel="stylesheet" href="{web}/a.css">',
        '<style>@import url("{web}/b.css");</style>',
        '<style>p {{ background: url("{web}/c.png") }}</style><p>x</p>',
        '<object data="file://{secret}"></object>',
        '<embed src="{web}/d.svg">',
        '<img src="data:text/html,<p>x</p>">',
    ],
)
def test_a_page_that_asks_for_more_than_ours_is_stopped(snippet, listener):
    web, asked = listener
    with pytest.raises(PdfError):
        made(more=snippet.format(web=web, secret=SECRET))
    assert asked == []


@pytest.mark.parametrize(
    "snippet",
    [
        '<link rel="attachment" href="file://{secret}">',
        '<a rel="attachment" href="{web}/f">x</a>',
        '<link rel="attachment" href="data:text/plain,x">',
        '<iframe src="{web}/g"></iframe>',
        '<script src="{web}/h.js"></script>',
        '<base href="{web}/">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/e.png"/></svg>',
    ],
)
def test_nothing_is_asked_for_or_attached(snippet, listener):
    web, asked = listener
    try:
        pdf = made(more=snippet.format(web=web, secret=SECRET))
    except PdfError:
        pdf = None
    assert asked == []
    if pdf is not None:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert len(opened.attachments) == 0
            assert "/AF" not in opened.Root


def test_the_archived_form_holds_its_figures():
    figures = AttachedFile("figures.csv", "数,1\r\n".encode(), "数値")
    pdf = made(variant=for_archive, attachments=[figures])
    assert pdf == made(variant=for_archive, attachments=[figures])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.attachments["figures.csv"].get_file().read_bytes() == figures.content
        assert len(opened.Root.AF) >= 1
        with opened.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "U")


def test_an_unknown_stylesheet_is_an_error():
    with pytest.raises(PdfError):
        render_pdf("<p>x</p>", stylesheets=("print/none.css",))
    with pytest.raises(PdfError):
        style_version(("print/none.css",))


def test_print_stylesheets_stay_small():
    for name in ("booklet", "timetable", "senior", "report", "charts"):
        size = sum(Path(finders.find(f"print/{part}.css")).stat().st_size for part in ("base", name))
        assert size < 5000, name


@pytest.fixture(scope="module")
def merged():
    parts = [Part(made(f"冊子{n}"), f"卓{n}", str(n)) for n in (1, 2, 3)]
    return parts, merge(parts, title="全部")


def test_merging_keeps_pages_in_order_and_is_deterministic(merged):
    parts, whole = merged
    assert page_count(whole) == 6
    assert whole == merge(parts, title="全部")
    with pytest.raises(ValueError):
        merge([], title="空")


def test_merging_keeps_bookmarks_and_labels(merged):
    with pikepdf.open(io.BytesIO(merged[1])) as opened:
        assert str(opened.docinfo["/Title"]) == "全部"
        assert [page.label for page in opened.pages] == ["1-1", "1-2", "2-1", "2-2", "3-1", "3-2"]
        numbers = {page.objgen: n for n, page in enumerate(opened.pages)}
        with opened.open_outline() as outline:
            told = [
                (item.title, numbers[item.destination[0].objgen], [child.title for child in item.children])
                for item in outline.root
            ]
        assert told == [(f"卓{n}", 2 * n - 2, [f"冊子{n}", "二つ目"]) for n in (1, 2, 3)]


def test_links_inside_a_part_stay_inside_it(merged):
    with pikepdf.open(io.BytesIO(merged[1])) as opened:
        numbers = {page.objgen: n for n, page in enumerate(opened.pages)}
        links = [
            (n, numbers[note.Dest[0].objgen])
            for n, page in enumerate(opened.pages)
            for note in page.obj.get("/Annots", [])
        ]
    assert links == [(0, 1), (2, 3), (4, 5)]


def test_tags_of_every_part_lead_to_its_own_pages(merged):
    with pikepdf.open(io.BytesIO(merged[1])) as opened:
        numbers = {page.objgen: n for n, page in enumerate(opened.pages)}
        root = opened.Root.StructTreeRoot
        assert [_pages_of(kid, numbers) for kid in root.K] == [{0, 1}, {2, 3}, {4, 5}]
        keys = [int(key) for key in list(root.ParentTree.Nums)[::2]]
        assert keys == sorted(set(keys))
        held = [int(page.obj.StructParents) for page in opened.pages]
        held += [int(note.StructParent) for page in opened.pages for note in page.obj.get("/Annots", [])]
        assert sorted(held) == keys


def _pages_of(tag, numbers: dict) -> set[int]:
    if not isinstance(tag, pikepdf.Dictionary):
        return set()
    found = {numbers[tag.Pg.objgen]} if "/Pg" in tag else set()
    kids = tag.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        found |= _pages_of(kid, numbers)
    return found
