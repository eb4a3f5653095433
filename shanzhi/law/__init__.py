"""法: citations, working calendar, terms, money, leniency, discretion, competence, procedures.

Pure functions over dated values. Knows no framework, no clock and no machine: the day is always passed in."""
