"""Files to documents to passages to a new snapshot."""
