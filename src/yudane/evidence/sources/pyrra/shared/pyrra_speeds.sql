-- the four burn alerts Pyrra makes; the window of the SLO divided by a part gives a window of the alert
select * from (
  values ('fastBurn', 14, 'critical', 672, 8064), ('mediumBurn', 7, 'critical', 112, 1344),
    ('slowBurn', 2, 'warning', 28, 336), ('longTermBurn', 1, 'warning', 7, 112)
) speeds(speed, factor, usual, long_part, short_part)
