"""The prompts, one Markdown file each; `ragqa.prompts` reads them."""
