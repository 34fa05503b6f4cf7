"""ragqa: clinical questions answered from your own documents, every sentence cited and checked."""
