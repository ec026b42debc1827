-- postmortems, and what was meant as one; any other Markdown is not a matter of this source
select distinct origin from pm_usable
union
select distinct origin from pm_broken
