"""Pages: one file per group of pages, each translating to one call of the desk."""
