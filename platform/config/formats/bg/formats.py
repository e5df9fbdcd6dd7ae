"""Dates and numbers as they are written in Bulgarian: 5 март 2026 г., 14:30; 1 234,5."""

# `E` is the month within a date, in small letters; `F`, alone, has a capital.
DATE_FORMAT = "j E Y г."
SHORT_DATE_FORMAT = "d.m.Y г."
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y г., H:i"
SHORT_DATETIME_FORMAT = "d.m.Y г., H:i"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "F Y г."
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
