"""案卷: evidence, documents, delivery, seals, archive volumes. Filled by the casework issue."""
