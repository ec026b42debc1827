"""What people state, as one table that tells what counts of it and why the rest does not; and what the judging joins of it.

In force is what was stated before the day assessed is over, not taken back by then, and valid beyond the day.
"""

from yudane.evidence.batch import RECORDS
from yudane.evidence.engines.database import empty
from yudane.evidence.engines.sql import literal
from yudane.evidence.snapshot import DAY, Snapshot
from yudane.program import Program

TABLES = ("attestations", "joint_statements", "waivers", "ideals")
# What each statement says, whether it counts, and if not, why not; of those taken back nothing.
STATED = {
    "kind": "VARCHAR",  # attestation joint exemption ideal
    "statement_id": "VARCHAR",
    "service_id": "VARCHAR",
    "criterion_id": "VARCHAR",  # of today, or as it was written where it is none
    "says": "VARCHAR",  # met unmet exempt
    "sentence": "VARCHAR",
    "evidence_url": "VARCHAR",
    "by_dev": "VARCHAR",
    "by_second": "VARCHAR",  # company SRE; of an attestation who verified it
    "entered_by": "VARCHAR",  # one person for both sides
    "imported": "BOOLEAN",
    "stated_at": "TIMESTAMP",
    "until": "DATE",  # the first day it no longer holds
    "why_not": "VARCHAR",  # one of WHY_NOT; null: it counts
}
WHY_NOT = (
    "criterion",  # no criterion of the program is called so
    "data_only",  # data alone decide it
    "switched_off",  # the program asks for no joint statement about it
    "second_person",  # tier 1 asks for somebody of another team, whom people here know
    "own_signatures",  # tier 1 asks both to have signed here themselves
    "one_person",  # for both sides
    "level",  # an ideal leaves out Level 3 only
    "too_many",  # more core criteria left out than the program allows
    "expired",
    "newer",  # a newer one stands
)


def prepare_statements(snapshot: Snapshot, program: Program) -> None:
    """Make `stated` (see STATED), `attested(service_id, criterion_id, valid)`, `agreed(service_id, criterion_id, outcome,
    stated_at)` and `exempted(service_id, criterion_id, way)`: by exemption or by the agreed ideal."""
    snapshot.use(["services", "people", "memberships", *TABLES])
    con = snapshot.con
    if con.row("select " + " or ".join(f"exists (from {table})" for table in TABLES))[0]:
        con.execute(f"create or replace table criterion_names as {_names(program)}")
        con.execute(f"create or replace table stated as {_stated(snapshot, program)}")
    else:
        con.execute(f"create or replace table stated as select * from {empty(STATED)}")
    con.execute("""
        create or replace table attested as
        select service_id, criterion_id, bool_or(why_not is null) as valid
        from stated where kind = 'attestation' and (why_not is null or why_not = 'expired') group by all""")
    con.execute("""
        create or replace table agreed as
        select service_id, criterion_id, says as outcome, stated_at
        from stated where kind = 'joint' and why_not is null
        qualify row_number() over (partition by service_id, criterion_id order by stated_at desc) = 1""")
    con.execute("""
        create or replace table exempted as
        select service_id, criterion_id, min(case kind when 'ideal' then 'ideal' else 'statement' end) as way
        from stated where kind in ('exemption', 'ideal') and why_not is null group by all""")


def takes_joint(program: Program, criterion_id: str) -> bool:
    """The program lets both sides decide it where no data do."""
    off = {name.strip() for name in str(program.setting("joint_statements_off")).split(",")}
    return not off & {"all", criterion_id.partition(".")[0], criterion_id}


def _names(program: Program) -> str:
    """Ids, former ids and what a criterion is."""
    rows = [
        f"({literal(name)}, {literal(c.id)}, {literal(c.activity)}, {c.level}, {literal(c.kind)}, "
        f"{literal(c.mode != 'measured')}, {literal(takes_joint(program, c.id))})"
        for c in program.criteria()
        for name in (c.id, *c.formerly)
    ]
    columns = "name, criterion_id, activity, level, kind, attests, joint"
    return f"select * from (values {', '.join(rows) or '(null, null, null, null, null, null, null)'}) v({columns})"


def _stated(snapshot: Snapshot, program: Program) -> str:
    """Of each kind the first reason that fits says why a statement does not count."""
    as_of, end = literal(snapshot.as_of), literal(snapshot.as_of + DAY)
    longest, most = (int(program.setting(name)) for name in ("exemption_max_days", "exemptions_max_core"))
    imported = f"not starts_with(origin, {literal(RECORDS + ':')})"  # also what files told before they signed nothing
    return f"""
        with told as (
            select 'attestation' as kind, attestation_id as statement_id, service_id, criterion_id as name, 'met' as says,
                   statement as sentence, evidence_url, attested_by as by_dev,
                   case when coalesce(verified_at < {end}, true) then verified_by end as by_second, verified_at,
                   null as entered_by, {imported} as imported, coalesce(stated_at, attested_on) as stated_at, expires_on as until
            from attestations where attested_on < {end} and withdrawn_at is null
            union all by name
            select 'joint' as kind, statement_id, service_id, criterion_id as name, outcome as says, sentence, evidence_url,
                   stated_by_dev as by_dev, stated_by_sre as by_second, entered_by, {imported} as imported, stated_at,
                   valid_until as until
            from joint_statements where withdrawn_at is null
            union all by name
            select 'exemption' as kind, waiver_id as statement_id, service_id, criterion_id as name, 'exempt' as says,
                   reason as sentence, approved_by_dev as by_dev, approved_by_sre as by_second, {imported} as imported,
                   coalesce(stated_at, approved_on) as stated_at, least(expires_on, approved_on + {longest}) as until
            from waivers where withdrawn_at is null
            union all by name
            select 'ideal' as kind, ideal_id as statement_id, service_id, criterion_id as name, 'exempt' as says,
                   reason as sentence, agreed_by_dev as by_dev, agreed_by_sre as by_second, {imported} as imported,
                   coalesce(stated_at, agreed_on) as stated_at, review_on as until
            from ideals where withdrawn_at is null),
        places as (
            select person_id, team_id, null as since, null as until from people where team_id is not null
            union all
            select person_id, team_id, since, until from memberships),
        seconds as (
            select t.kind, t.statement_id, bool_or(p.team_id = s.team_id) as of_owner
            from told t join services s using (service_id) join places p on p.person_id = t.by_second
            where (p.since is null or p.since <= coalesce(t.verified_at, t.stated_at))
                and (p.until is null or p.until > coalesce(t.verified_at, t.stated_at))
            group by t.kind, t.statement_id),
        asked as (
            select t.*, coalesce(n.criterion_id, t.name) as criterion_id, n.level, n.kind as weight, n.activity,
                   n.attests, n.joint, s.tier is not distinct from 1 as first_tier, s.tier is null as tier_unknown,
                   p.of_owner is not distinct from false as seconded
            from told t join services s using (service_id)
            left join criterion_names n on n.name = t.name
            left join seconds p on p.kind = t.kind and p.statement_id = t.statement_id),
        reasons as (
            select *, case
                when activity is null then 'criterion'
                when kind = 'attestation' and not attests then 'data_only'
                when kind = 'joint' and not joint then 'switched_off'
                when kind = 'attestation' and (first_tier or tier_unknown) and (imported or not seconded) then 'second_person'
                when kind = 'joint' and (first_tier or tier_unknown) and (imported or entered_by is not null)
                    then 'own_signatures'
                when kind <> 'attestation' and by_dev = by_second then 'one_person'
                when kind = 'ideal' and level <> 3 then 'level'
                when until <= {as_of} then 'expired' end as why
            from asked),
        places_left as (
            select service_id, criterion_id,
                   row_number() over (partition by service_id, activity order by min(stated_at), criterion_id) as place
            from reasons where kind = 'exemption' and weight = 'core' and why is null
            group by service_id, activity, criterion_id),
        ordered as (
            select r.*, l.place, first_value(statement_id) over (
                       partition by r.kind, r.service_id, r.criterion_id, why is null
                       order by stated_at desc, statement_id desc) as newest
            from reasons r left join places_left l
                 on l.service_id = r.service_id and l.criterion_id = r.criterion_id and r.kind = 'exemption' and why is null)
        select {", ".join(f"cast({name} as {kind}) as {name}" for name, kind in STATED.items() if name != "why_not")},
               case when why is not null then why
                    when kind = 'joint' and statement_id <> newest then 'newer'
                    when place > {most} then 'too_many' end as why_not
        from ordered"""
