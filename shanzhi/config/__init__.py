"""Settings, root URLs and the command line."""
