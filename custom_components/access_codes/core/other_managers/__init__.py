"""Config entries and stores of other managers of lock codes, as their own versions write them: read, never changed."""
