"""What of a delivery was read to its end."""

from yudane.evidence.delivery import Delivery
from yudane.evidence.units import units_of
from yudane.reading import File, Place, Problem


def test_good_answers_beside_a_broken_one_are_counted_and_not_taken() -> None:
    """Two answers were asked for about shop and one did not come: of three, one could not be used."""
    broken = File("b", b"", problems=[Problem("answer_unreadable", Place("b"))])
    delivery = Delivery([File("a", b""), broken, File("c", b"")], scopes={"a": "shop", "b": "shop", "c": "pay"})
    units = units_of("desk", delivery, pulled=True)
    assert units.counts() == {"read": 1, "broken": 1, "foreign": 0, "left_out": 0, "spoilt": 1}
    assert units.scopes == frozenset({"pay"})
