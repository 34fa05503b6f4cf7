"""Language models behind one role."""
