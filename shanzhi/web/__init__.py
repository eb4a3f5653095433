"""界面: the design system, middleware and form helpers every room uses."""
