"""An article as Markdown, HTML or JSON."""
