"""研判: read models, statistics, public disclosure. Filled by a later issue."""
