"""Whose is this report, and how sure is that? Learning without a database: texts and rows in, answers with reasons out."""
