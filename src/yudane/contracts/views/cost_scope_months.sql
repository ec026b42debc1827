-- What fell under the accounts and tags of each service in the last three full months, every charge once.
with scopes as (
    select distinct service_id, scope
    from (select service_id, unnest(cost_scope_ids) as scope from services) as listed
),
recent as (
    select block_id, month, currency, sub_account_id, tags, effective_cost,
           case when service_id is not null then effective_cost else 0 end as allocated_cost
    from monthly_cost_blocks
    where month >= cast(date_trunc('month', $as_of) - interval 3 month as date)
),
accounts as (
    select sub_account_id, month, currency, sum(effective_cost) as effective_cost,
           sum(allocated_cost) as allocated_cost
    from recent
    group by sub_account_id, month, currency
),
tagged as (  -- several tags of one charge may be scopes of the same service
    select distinct s.service_id, t.block_id, t.sub_account_id
    from (select block_id, sub_account_id, unnest(tags) as tag from recent) as t
    join scopes s on s.scope = t.tag
),
parts as (
    select s.service_id, a.month, a.currency, a.effective_cost, a.allocated_cost
    from scopes s join accounts a on a.sub_account_id = s.scope
    union all
    select t.service_id, r.month, r.currency, r.effective_cost, r.allocated_cost
    from tagged t
    join recent r on r.block_id = t.block_id
    left join scopes s on s.service_id = t.service_id and s.scope = t.sub_account_id
    where s.scope is null  -- the others came with their account
)
select service_id, month, currency, round(sum(effective_cost), 6) as effective_cost,  -- what cancels out is 0
       round(sum(allocated_cost), 6) as allocated_cost
from parts
group by service_id, month, currency
