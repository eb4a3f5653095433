"""台账: the append-only event log, its seals, and the rows' common ground (ids, county code)."""
