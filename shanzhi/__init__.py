"""善治 Shanzhi: the open platform for a county's enforcement and grassroots governance."""
