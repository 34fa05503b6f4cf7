"""Who may do what: roles, keys, sessions, limits, and questions that name a patient."""
