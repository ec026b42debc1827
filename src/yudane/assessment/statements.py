"""What people stated for the record, as tables the judging joins: attestations and exemptions."""

from yudane.evidence.engines.sql import literal
from yudane.evidence.snapshot import Snapshot
from yudane.program import Program


def prepare_statements(snapshot: Snapshot, program: Program) -> None:
    """Make `criterion_names`, `attested(service_id, criterion_id, valid)` and
    `exempted(service_id, criterion_id, way)`: by exemption or by the agreed ideal."""
    snapshot.use(["services", "attestations", "waivers", "ideals", "people"])
    _names(snapshot, program)
    _attested(snapshot)
    _exempted(snapshot, program)


def _names(snapshot: Snapshot, program: Program) -> None:
    """Ids, former ids and what a criterion is."""
    rows = [
        f"({literal(name)}, {literal(c.id)}, {literal(c.activity)}, {c.level}, {literal(c.kind)})"
        for c in program.criteria()
        for name in (c.id, *c.formerly)
    ]
    values = ", ".join(rows) or "(null, null, null, null, null)"
    snapshot.con.execute(f"""
        create or replace table criterion_names as
        select * from (values {values}) v(name, criterion_id, activity, level, kind)""")


def _attested(snapshot: Snapshot) -> None:
    """One row for each statement that counts: at tier 1 only one verified by somebody of another team."""
    as_of = literal(snapshot.as_of)
    snapshot.con.execute(f"""
        create or replace table attested as
        select a.service_id, n.criterion_id, bool_or(a.expires_on > {as_of}) as valid, max(a.expires_on) as until,
               bool_or(a.verified_by is not null) as verified
        from attestations a
        join criterion_names n on n.name = a.criterion_id
        join services s on s.service_id = a.service_id
        left join people p on p.person_id = a.verified_by
        where a.attested_on < {as_of} and (s.tier is distinct from 1 or p.team_id <> s.team_id)
        group by a.service_id, n.criterion_id""")


def _exempted(snapshot: Snapshot, program: Program) -> None:
    """What both sides agreed to leave out, while it holds.

    Exemptions: no longer than the program allows, at most so many core ones. Agreed ideals: Level 3 only, until the
    day to look again.
    """
    as_of, longest = literal(snapshot.as_of), int(program.setting("exemption_max_days"))
    most = int(program.setting("exemptions_max_core"))
    snapshot.con.execute(f"""
        create or replace table exempted as
        with standing as (
            select w.service_id, n.criterion_id, n.activity, n.kind, min(w.approved_on) as approved_on,
                   max(least(w.expires_on, w.approved_on + {longest})) as until
            from waivers w join criterion_names n on n.name = w.criterion_id
            where w.approved_on < {as_of} and least(w.expires_on, w.approved_on + {longest}) > {as_of}
            group by w.service_id, n.criterion_id, n.activity, n.kind),
        allowed as (
            select service_id, criterion_id, 'statement' as way, until from standing
            qualify kind <> 'core' or row_number() over (
                partition by service_id, activity, kind order by approved_on, criterion_id) <= {most}),
        ideal as (
            select i.service_id, n.criterion_id, 'ideal' as way, max(i.review_on) as until
            from ideals i join criterion_names n on n.name = i.criterion_id and n.level = 3
            where i.agreed_on < {as_of} and i.review_on > {as_of}
            group by i.service_id, n.criterion_id)
        select service_id, criterion_id, min(way) as way, max(until) as until
        from (select * from allowed union all select * from ideal)
        group by service_id, criterion_id""")
