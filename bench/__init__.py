"""Benchmarks: each prints our figure, raw PostgreSQL's figure of the same run, and their ratio.

`python -m bench.NAME --json`. They make their own database under a temporary SHANZHI_HOME and remove it again.
"""
