"""名录: agencies, areas, officers, event types and the rules who answers for what. No state machines."""
