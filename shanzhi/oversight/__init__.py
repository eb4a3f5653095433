"""监督: alerts, supervision orders, case reviews. Filled by a later issue."""
