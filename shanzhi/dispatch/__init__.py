"""指挥: what the county handles. Matters, tasks, returns, answers, the worklist and the map."""
