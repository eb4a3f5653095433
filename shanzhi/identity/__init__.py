"""身份: who may sign in and what they may do. User, Role, Grant, notices to people.

Knows no agency and no officer: scopes are a county code, an area code prefix and a plain agency id."""
