"""What every check answered, judged in one statement: the first rule that fits decides.

`chosen` are the checks, `answered` what each said of each subject; who was looked at stands in `looked`, what people stated
in `attested`, `agreed` and `exempted`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yudane.evidence.engines.database import Connection, Relation, empty
from yudane.evidence.engines.sql import Parameter, literal, texts
from yudane.evidence.snapshot import ORIGINS
from yudane.program import Check, Criterion, Indicator

ANSWERED = {
    "check_id": "VARCHAR",
    "_id": "VARCHAR",  # of the subject; empty for the organization
    "_found": "BOOLEAN",  # the check's SQL gave a row
    "_applies": "BOOLEAN",
    "_met": "BOOLEAN",
    "_value": "DOUBLE",
    "_measured": "VARCHAR",
    "_overrides": "VARCHAR",
    "_error": "VARCHAR",  # why there is no answer
}

_CHOSEN = {
    "check_id": "VARCHAR",
    "activity": "VARCHAR",
    "reads": "BIGINT",  # number in `looked`
    "when_empty": "VARCHAR",
    "either": "BOOLEAN",
    "about": "VARCHAR",  # criterion indicator gate
    "attests": "BOOLEAN",
    "level": "BIGINT",
    "kind": "VARCHAR",
    "counts": "BOOLEAN",
}

SILENT_DAYS = 90  # what a system measured so lately is unknown once it went silent, and not a matter of opinion
_TOLD = f"{texts(ORIGINS)}[1 + coalesce(l._origin, 0)]"  # by whom what the check read was told
_JOINT = "(j.outcome is not null and not (l._once and coalesce("
_JOINT += f"l._measured_until >= cast(j.stated_at as date) - {SILENT_DAYS}, false)))"

# Test, outcome, origin, cause: SQL over the answer `a`, its check `c`, the look `l`, a joint statement `j`, an attestation
# `t`, an exemption `e`.
_RULES = (
    ("a._error is not null", "'unknown'", "null", "'error'"),
    ("a._applies is false", "'not_applicable'", "null", "'rule'"),
    ("e.way is not null", "'exempt'", "null", "e.way"),
    ("not l._covered and l._state = 'left_out'", "'unknown'", "null", "l._state"),
    (f"not l._covered and {_JOINT}", "j.outcome", "'joint'", "'joint'"),
    ("not l._covered and c.attests and t.valid", "'met'", "'attested'", "'statement'"),
    ("not l._covered and c.attests and t.valid is false", "'unmet'", "'attested'", "'expired'"),
    ("not l._covered", "'unknown'", "null", "l._state"),
    ("a._applies is null", "'unknown'", "null", "'attribute'"),
    ("a._found and a._met", "'met'", _TOLD, "null"),
    # of several tables one was looked at: enough to see the good, not its lack
    (f"c.either and not l._whole and {_JOINT}", "j.outcome", "'joint'", "'joint'"),
    ("c.either and not l._whole and c.attests and t.valid", "'met'", "'attested'", "'statement'"),
    ("c.either and not l._whole and c.attests and t.valid is false", "'unmet'", "'attested'", "'expired'"),
    ("c.either and not l._whole", "'unknown'", "null", "l._state"),
    ("a._found and a._met is false", "'unmet'", _TOLD, "null"),
    # nothing found is what data say of a criterion that they alone decide
    (
        "j.outcome is not null and (a._found or c.attests or c.when_empty = 'unknown')",
        "j.outcome",
        "'joint'",
        "'joint'",
    ),
    ("c.attests and t.valid", "'met'", "'attested'", "'statement'"),
    (
        "c.attests and t.valid is false and (c.when_empty = 'unmet' and not a._found or "
        f"l._origin = {ORIGINS.index('attested')})",  # the second: there are no data of it, only statements
        "'unmet'",
        _TOLD,
        "'expired'",
    ),
    ("not a._found", "c.when_empty", f"case when c.when_empty in ('met', 'unmet') then {_TOLD} end", "'empty'"),
)

# What was measured of a step, with what the step asks for.
_ASKED = """case when a._measured is not null then cast(json_merge_patch(a._measured, json_object(
    'to_level', s.to_level, 'asked_level', s.asked_level, 'at_least', s.at_least)) as varchar) end"""


@dataclass(frozen=True)
class Kept:
    """Answers from before that still hold: rows of ANSWERED, and of which checks."""

    answers: Relation
    checks: frozenset[str]


NOTHING_KEPT = Kept(empty(ANSWERED), frozenset())


def kept_answers(outcomes: Relation, indicated: Relation, checks: Iterable[str]) -> Kept:
    """What some checks answered, of the outcomes and indicators that came of it; where one failed is told by its cause."""
    chosen = frozenset(checks)
    listed = ", ".join(map(literal, sorted(chosen))) or "null"
    said = "applies as _applies, meets as _met, measured as _measured, overrides as _overrides"
    return Kept(
        Relation(f"""(
            select criterion_id as check_id, service_id as _id, cast(null as double) as _value, {said},
                   measured is not null as _found, cast(null as varchar) as _error
            from {outcomes} where criterion_id in ({listed})
            union all by name
            select indicator_id as check_id, coalesce(service_id, '') as _id, value as _value, {said},
                   measured is not null as _found, cast(null as varchar) as _error
            from {indicated} where indicator_id in ({listed}))"""),
        chosen,
    )


def prepare_judgment(con: Connection, checks: Iterable[Check], looks: Mapping[str, int], day: date) -> None:
    """Make `chosen`, and `answered` without rows. `looks`: by check the number in `looked` of how it looks."""
    rows = ", ".join(f"({_about(check, looks[check.id], day)})" for check in checks)
    for table, columns in (("chosen", _CHOSEN), ("answered", ANSWERED)):
        con.execute(
            f"create or replace table {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        )
    if rows:
        con.execute(f"insert into chosen values {rows}")


def judge_answered(con: Connection) -> None:
    """What was answered until now; nobody needs these answers afterwards."""
    _judge(con, "answered")
    con.execute("truncate answered")


def judge_kept(con: Connection, kept: Kept) -> None:
    """From where they lie: of a large company they are many."""
    if kept.checks:
        _judge(con, str(kept.answers))


def _judge(con: Connection, answers: str) -> None:
    """Criteria into `outcomes`, indicators into `indicated`, what steps of delegation need into `gated`."""
    outcome, origin, cause = (_first(part) for part in (1, 2, 3))
    judged = f"""
        s.service_id, {outcome} as outcome, {cause} as cause,
        case when a._error is not null then a._error when not l._whole then l._tables end as detail,
        case when a._error is null then l._until end as looked_until,
        case when a._error is null then l._sources end as sources, a._overrides as overrides,
        a._applies as applies, a._met as meets"""
    from_answers = f"""
        from {answers} a join chosen c using (check_id) join subjects s using (_id)
        join looked l on l._reads = c.reads and l._pattern = s._pattern
        left join attested t on t.service_id = a._id and t.criterion_id = a.check_id
        left join agreed j on j.service_id = a._id and j.criterion_id = a.check_id
        left join exempted e on e.service_id = a._id and e.criterion_id = a.check_id"""
    about = {kind for (kind,) in con.rows("select distinct about from chosen")}
    if "criterion" in about:
        con.execute(f"""
            insert into outcomes by name
        select {judged}, a._measured as measured, c.activity, a.check_id as criterion_id, c.level, c.kind, c.counts, {origin} as origin
        {from_answers} where c.about = 'criterion'""")
    if "gate" in about:
        con.execute(f"""
            insert into gated by name
        select {judged}, {_ASKED} as measured, s.activity_key as activity, s.to_level, a.check_id, s.asked_level, s.at_least
        {from_answers} where c.about = 'gate'""")
    if "indicator" in about:
        con.execute(f"""
        insert into indicated by name
        select {judged}, a._measured as measured, c.activity, a.check_id as indicator_id, a._value as value,
               case when a._error is not null then null when s.service_id is null then l._covered_services
                    else cast(l._covered as int) end as covered,
               case when a._error is not null then null when s.service_id is null then l._services else 1 end as services
        {from_answers} where c.about = 'indicator'""")


def _first(part: int) -> str:
    """SQL of one part of the first rule that fits."""
    rest = {1: "'unknown'", 2: "null", 3: "'incomplete'"}[part]
    return "case " + " ".join(f"when {rule[0]} then {rule[part]}" for rule in _RULES) + f" else {rest} end"


def _about(check: Check, looks: int, day: date) -> str:
    either = any("|" in read for read in check.reads)
    shared: tuple[Parameter, ...] = (check.id, check.activity, looks, check.when_empty, either)
    if isinstance(check, Criterion):
        counts = check.counts_from is None or check.counts_from <= day
        own: tuple[Parameter, ...] = ("criterion", check.mode != "measured", check.level, check.kind, counts)
    else:
        own = ("indicator" if isinstance(check, Indicator) else "gate", False, None, None, None)
    return ", ".join(literal(value) for value in (*shared, *own))
