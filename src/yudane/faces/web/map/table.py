"""The map's table: summary, then a body for each team, open or folded."""

from functools import lru_cache
from urllib.parse import quote

from django.utils.safestring import SafeString

from yudane.faces.web.map.cells import bars, group_body, reached
from yudane.faces.web.map.grid import Grid, Group, Wish, grid
from yudane.faces.web.shared.draw import counted, joined, text
from yudane.faces.web.shared.state import Scene, Stamp
from yudane.program import Activity
from yudane.words import Lang, say


def table(scene: Scene, shown: Grid, lang: Lang) -> SafeString:
    """The whole table; a folded one is kept, as only its teams are drawn."""
    if shown.folded:
        return _kept(scene.stamp, shown.wish, lang, _Drawing(scene, shown))
    return _drawn(scene, shown, lang)


class _Drawing:
    """What is to be drawn; equal to any other, so that only the wish and the stamp decide."""

    def __init__(self, scene: Scene, shown: Grid) -> None:
        self.scene, self.shown = scene, shown

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawing)


@lru_cache(maxsize=32)
def _kept(_: Stamp, wish: Wish, lang: Lang, drawing: _Drawing) -> SafeString:
    return _drawn(drawing.scene, drawing.shown, lang)
