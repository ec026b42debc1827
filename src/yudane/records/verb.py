"""A verb: permission, change and audit entry in one transaction, and the only way to change a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from yudane.records.acting import Act
from yudane.records.audit.chain import append
from yudane.records.home import asked_once
from yudane.records.jobs.queue import enqueue
from yudane.records.policy import NOTHING, RULES, Subject, require

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Change(Generic[R]):
    """What was done: to which thing, what the audit keeps of it (no secrets), and the result for the caller."""

    thing: str  # kind and id
    result: R
    details: Mapping[str, object] = field(default_factory=dict)


def _of_nothing(*_: object, **__: object) -> Subject:
    return NOTHING


@dataclass(frozen=True)
class Asked:
    """What the audit keeps of an errand: which thing it is about, and what was asked (no secrets)."""

    thing: str  # kind and id
    details: Mapping[str, object]


@dataclass(frozen=True)
class verb:  # noqa: N801 -- read as a decorator: @verb("add-person")
    """`subject` tells from the arguments what the rule is asked about, `tells` the tables of evidence it tells about. The
    verb raises DeniedError and ProblemsError, and then nothing has changed."""

    key: str
    subject: Callable[..., Subject] = _of_nothing
    tells: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.key not in RULES:
            raise KeyError(f"no rule says who may {self.key}")

    def __call__(self, change: Callable[Concatenate[Act, P], Change[R]]) -> Callable[Concatenate[Act, P], R]:
        @wraps(change)
        def run(act: Act, /, *args: P.args, **values: P.kwargs) -> R:
            with transaction.atomic(), asked_once():
                require(act.actor, self.key, self.subject(*args, **values))
                done = change(act, *args, **values)
                append(act, self.key, done.thing, done.details)
                if self.tells:
                    enqueue("export", act.now)
            return done.result

        VERBS[self.key] = run
        _TELLS[self.key] = self.tells
        return run


@dataclass(frozen=True)
class errand:  # noqa: N801 -- as verb: @errand("collect", said)
    """A verb that works on evidence, outside any transaction: the database is not held while it takes its time.

    Its entry stands before the work begins, so that nothing happens that the audit does not know; what came of it stands
    with the evidence, which has commits of its own. `said` makes the entry from the arguments. Raises DeniedError, and what
    the work raises.
    """

    key: str
    said: Callable[..., Asked]

    def __post_init__(self) -> None:
        if self.key not in RULES:
            raise KeyError(f"no rule says who may {self.key}")

    def __call__(self, work: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Act, P], R]:
        @wraps(work)
        def run(act: Act, /, *args: P.args, **values: P.kwargs) -> R:
            with transaction.atomic():
                require(act.actor, self.key)
                asked = self.said(act, *args, **values)
                append(act, self.key, asked.thing, asked.details)
            return work(act, *args, **values)

        VERBS[self.key] = run
        return run


OF_ITS_TABLE = "*"  # among what a verb tells: the table that its details name
VERBS: dict[str, Callable[..., object]] = {}
_TELLS: dict[str, tuple[str, ...]] = {}


def tells(key: str) -> tuple[str, ...]:
    """The tables of evidence that a verb tells about, by the name the audit keeps of it."""
    autodiscover_modules("verbs")  # all there are, whoever asks
    return _TELLS.get(key, ())
