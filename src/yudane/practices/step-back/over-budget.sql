with months as (  -- the last two closed ones
    select s.service_id, n.months_ago,
        cast(date_trunc('month', $as_of - $closed_after_days * interval 1 day) - n.months_ago * interval 1 month as date)
            as month
    from services s
    cross join (values (1), (2)) n(months_ago)
),
budgeted as (  -- the budget of the shortest period that holds the month, by its share of days
    select m.service_id, m.months_ago, m.month, b.budget_id, coalesce(r.counts_as, b.currency) as currency, b.source_ref,
        b.amount * coalesce(r.rate, 1) * (cast(m.month + interval 1 month as date) - m.month)
            / (b.period_end - b.period_start + 1) as budget,
        row_number() over (
            partition by m.service_id, m.months_ago order by b.period_end - b.period_start, b.budget_id) as choice
    from months m
    join budgets b on b.service_id = m.service_id and b.amount > 0 and b.period_start <= m.month
        and b.period_end >= cast(m.month + interval 1 month - interval 1 day as date)
    left join exchange_rates r on r.currency = b.currency
),
spent as (
    select b.service_id, b.months_ago, b.month, b.budget_id, b.currency, b.budget, b.source_ref,
        coalesce(sum(case when c.currency = b.currency then c.effective_cost end), 0) as cost,
        count(case when c.currency <> b.currency and c.effective_cost > 0 then 1 end) as other_costs,
        count(case when c.currency <> b.currency and c.effective_cost < 0 then 1 end) as other_refunds
    from budgeted b
    left join monthly_service_costs c on c.service_id = b.service_id and c.month = b.month
    where b.choice = 1
    group by b.service_id, b.months_ago, b.month, b.budget_id, b.currency, b.budget, b.source_ref
),
evidence as (  -- costs in another currency, worth nobody knows how much, can only add
    select service_id, months_ago, month, budget_id, currency, budget, cost, round(cost / budget, 9) as share,
        case when round(cost / budget, 9) > $over_max and other_refunds = 0 then true
            when round(cost / budget, 9) <= $over_max and other_costs = 0 then false end as is_over,
        source_ref
    from spent
),
decided as (  -- since the first of the two months was over
    select service_id, count(distinct review_id) as decisions, max(held_on) as decided_on
    from reviews_for_services
    where kind = 'cost' and decisions_count >= 1 and cast(held_on as timestamp) < $as_of
        and cast(held_on as timestamp)
            >= date_trunc('month', $as_of - $closed_after_days * interval 1 day) - interval 1 month
    group by service_id
)
select e.service_id,
    min(e.month) as earlier_month,
    max(e.month) as later_month,
    max(case when e.months_ago = 2 then e.share end) as share_earlier,
    max(case when e.months_ago = 1 then e.share end) as share_later,
    count(case when e.is_over then 1 end) as months_over,
    count(case when not e.is_over then 1 end) as months_within,
    coalesce(max(d.decisions), 0) as decisions
from evidence e
left join decided d on d.service_id = e.service_id
group by e.service_id
having count(*) = 2
