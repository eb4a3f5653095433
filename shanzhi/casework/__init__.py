"""办案: penalty cases. Filled by the casework issue."""
