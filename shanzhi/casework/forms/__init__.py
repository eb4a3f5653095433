"""Text from outside → typed values for the verbs. Field names are the arguments of the actions."""
