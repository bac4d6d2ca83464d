"""The plan that follows from a record and the world: status, problems, the next command."""
