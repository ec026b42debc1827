-- the alerts Sloth makes where no AlertWindows object says otherwise
select * from (
  values ('page', 'quick', 2, 60, 5), ('page', 'slow', 5, 360, 30),
    ('ticket', 'quick', 10, 1440, 120), ('ticket', 'slow', 10, 4320, 360)
) usual(severity, speed, percent, long_min, short_min)
