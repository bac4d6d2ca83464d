"""Changes of the record that follow from what a lock answers or reports."""
