"""Two revisions measured side by side in one run. Nothing of the other revision is imported into this process."""
