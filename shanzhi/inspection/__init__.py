"""检查: plans, joint inspections, visits, checklists, findings. Filled by a later issue."""
