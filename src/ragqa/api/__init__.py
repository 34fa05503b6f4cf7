"""HTTP: one file per group of addresses under /v1, each translating to one call of the desk."""
