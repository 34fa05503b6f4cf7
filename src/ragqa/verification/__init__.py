"""Draft to article: nothing unsupported gets through."""
