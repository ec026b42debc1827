"""How far a piece of work is, for whoever shows it: so many done, of so many."""

from collections.abc import Callable

Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Nobody shows it."""
