"""Presentations: pptx."""

import io
from collections.abc import Iterable, Iterator

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from engine.extract.archive import checked_zip
from engine.extract.extracted import Extracted, ExtractLimits, Page, TextExtractionError
from engine.extract.tables import markdown_table


def pptx_text(data: bytes, limits: ExtractLimits) -> Extracted:
    """Return the texts, tables and notes of each slide."""
    checked_zip(data, limits).close()
    try:
        slides = list(Presentation(io.BytesIO(data)).slides)
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise TextExtractionError(f"it is no presentation, or broken: {error}") from error
    return Extracted.of_pages([Page(number, _slide(slide), _title(slide)) for number, slide in enumerate(slides, 1)])


def _slide(slide: Slide) -> str:
    texts = list(_texts(slide.shapes))
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        texts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(text for text in map(str.strip, texts) if text)


def _title(slide: Slide) -> str:
    title = slide.shapes.title
    return title.text_frame.text.strip() if title is not None else ""


def _texts(shapes: Iterable[BaseShape]) -> Iterator[str]:
    for shape in shapes:
        if isinstance(shape, GroupShape):
            yield from _texts(shape.shapes)
        elif isinstance(shape, GraphicFrame) and shape.has_table:
            yield markdown_table([[cell.text for cell in row.cells] for row in shape.table.rows], rule="---")
        elif isinstance(shape, Shape) and shape.has_text_frame:
            yield shape.text_frame.text.replace("\v", "\n")
