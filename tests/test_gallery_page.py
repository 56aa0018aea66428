"""The page of the documentation that shows the gallery is as `docs/walk_gallery.py` writes it."""

from docs.walk_gallery import LARGEST, PAGE, PICTURES, page_of_pictures
from services.apps.examples import examples


def test_the_page_tells_of_every_template():
    assert PAGE.read_text(encoding="utf-8") == page_of_pictures(), "run docs/walk_gallery.py"


def test_every_template_has_a_small_picture():
    sizes = {path.stem: path.stat().st_size for path in PICTURES.glob("*.webp")}
    assert set(sizes) == {one.id for one in examples()}
    assert max(sizes.values()) <= LARGEST
