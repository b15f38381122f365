"""Many PDFs of ours as one file: bookmarks, links, page labels and the tags for screen readers stay. Same parts, same bytes."""

import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String


@dataclass(frozen=True)
class Part:
    """One PDF of a merged file. `title` becomes its bookmark, `label` the prefix of its page labels (7-1, 7-2, ...)."""

    content: bytes
    title: str
    label: str = ""


def merge(parts: Iterable[Part], *, title: str, language: str = "ja") -> bytes:
    """The parts in order. ValueError when there are none."""
    whole = _Merged()
    for part in parts:
        with pikepdf.open(io.BytesIO(part.content)) as source:
            whole.add(source, part)
    if not whole.marks:
        raise ValueError("nothing to merge")
    return whole.finish(title, language)


class _Merged:
    def __init__(self) -> None:
        self.pdf = Pdf.new()
        self.marks: list[OutlineItem] = []
        self.labels = Array()
        self.tags = Array()
        self.parents = Array()
        self.tag_root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))

    def add(self, source: Pdf, part: Part) -> None:
        first = len(self.pdf.pages)
        places = {page.objgen: n for n, page in enumerate(source.pages)}
        named = _named_places(source, places)
        mark = OutlineItem(part.title, first)
        with source.open_outline() as outline:
            mark.children.extend(_moved(item, places, first) for item in outline.root)
        self.marks.append(mark)
        with warnings.catch_warnings():
            # It warns of names that do not come along: links by name are opened below.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            self.pdf.pages.extend(source.pages)
        for page in self.pdf.pages[first:]:
            self._open_links(page, named, first)
        self.labels.extend([first, Dictionary(S=Name.D, P=String(f"{part.label}-" if part.label else ""))])
        if "/StructTreeRoot" in source.Root:
            self._add_tags(source, first)

    def _open_links(self, page: pikepdf.Page, named: dict[str, tuple[int, Array]], first: int) -> None:
        """A link by name becomes a link to the page itself: the names of parts may be the same."""
        for note in page.obj.get("/Annots", []):
            target = named.get(str(note.get("/Dest", "")))
            if target is not None:
                number, place = target
                note.Dest = Array([self.pdf.pages[first + number].obj, *place])

    def _add_tags(self, source: Pdf, first: int) -> None:
        """Hangs the part's tree of tags under ours; its numbers move behind those already there."""
        root, start = source.Root.StructTreeRoot, self._next_key()
        for page in self.pdf.pages[first:]:
            for holder, key in [
                (page.obj, "/StructParents"),
                *((n, "/StructParent") for n in page.obj.get("/Annots", [])),
            ]:
                if key in holder:
                    holder[key] = int(holder[key]) + start
        numbers = root.ParentTree.Nums
        for i in range(0, len(numbers), 2):
            value = numbers[i + 1]
            known = self.pdf.copy_foreign(value if value.is_indirect else source.make_indirect(value))
            self.parents.extend([int(numbers[i]) + start, known])
        kids = root.K if isinstance(root.K, Array) else [root.K]
        for kid in kids:
            tag = self.pdf.copy_foreign(kid)
            tag.P = self.tag_root
            self.tags.append(tag)

    def _next_key(self) -> int:
        return int(self.parents[len(self.parents) - 2]) + 1 if len(self.parents) else 0

    def finish(self, title: str, language: str) -> bytes:
        root = self.pdf.Root
        with self.pdf.open_outline() as outline:
            outline.root.extend(self.marks)
        root.PageLabels = Dictionary(Nums=self.labels)
        root.Lang = String(language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        self.pdf.docinfo["/Title"] = title
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            about["dc:title"] = title
            if len(self.tags):
                about.register_xml_namespace("http://www.aiim.org/pdfua/ns/id/", "pdfuaid")
                about["pdfuaid:part"] = "1"
        if len(self.tags):
            self.tag_root.K = self.tags
            self.tag_root.ParentTree = Dictionary(Nums=self.parents)
            self.tag_root.ParentTreeNextKey = self._next_key()
            root.StructTreeRoot = self.tag_root
            root.MarkInfo = Dictionary(Marked=True)
        made = io.BytesIO()
        self.pdf.save(
            made, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return made.getvalue()


def _named_places(source: Pdf, places: dict) -> dict[str, tuple[int, Array]]:
    """The named places of a PDF: page number and where on it."""
    names = source.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", [])
    found = {}
    for i in range(0, len(names), 2):
        page, *place = list(names[i + 1])
        found[str(names[i])] = (places[page.objgen], Array(place))
    return found


def _moved(item: OutlineItem, places: dict, first: int) -> OutlineItem:
    page = item.destination[0] if isinstance(item.destination, Array) else None
    moved = OutlineItem(item.title, first + places.get(page.objgen if page is not None else None, 0))
    moved.children.extend(_moved(child, places, first) for child in item.children)
    return moved
