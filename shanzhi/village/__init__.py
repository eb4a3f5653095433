"""村社: tasks of the five-slip scheme and points. Filled by a later issue."""
