"""Loads the prompt files: front matter, then text with `{{ variable }}` placeholders."""

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from ragqa.errors import PromptError

_PACKAGE = "ragqa_prompts"
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<text>.*)\Z", re.DOTALL)


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    purpose: str
    variables: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Reviewed words for a language model, with the places that values go into.

    `sha256` is of the whole file, so that an article knows the exact words it came from.
    """

    name: str
    purpose: str
    variables: frozenset[str]
    text: str
    sha256: str

    def render(self, **values: str) -> str:
        """Return the text with every placeholder replaced by its value.

        Values are data: a placeholder that stands inside a value is left as it is.

        Raises:
            PromptError: a variable is missing, or one is given that the prompt has not.
        """
        missing, surplus = self.variables - set(values), set(values) - self.variables
        if missing or surplus:
            raise PromptError(
                f"Prompt {self.name!r} was given {sorted(values)} but its variables are "
                f"{sorted(self.variables)}; pass exactly those."
            )
        return _PLACEHOLDER.sub(lambda found: values[found[1]], self.text)


def load_prompt(name: str) -> Prompt:
    """Return the prompt in the file `name`.md.

    Raises:
        PromptError: there is no such prompt, or its file is not a valid one.
    """
    if name not in prompt_names():
        raise PromptError(f"There is no prompt {name!r}; there are {', '.join(prompt_names())}.")
    return parse_prompt(name, (files(_PACKAGE) / f"{name}.md").read_text(encoding="utf-8"))


def prompt_names() -> list[str]:
    """Return the names of all prompts, sorted."""
    names = (entry.name for entry in files(_PACKAGE).iterdir())
    return sorted(n.removesuffix(".md") for n in names if n.endswith(".md") and n != "README.md")


def parse_prompt(name: str, content: str) -> Prompt:
    """Read the content of the prompt file called `name`.

    Raises:
        PromptError: the front matter is missing or wrong, or it and the text disagree.
    """
    content = content.replace("\r\n", "\n")
    parts = _FRONT_MATTER.match(content)
    if parts is None:
        raise PromptError(f"Prompt file {name}.md has no front matter; begin it with a --- line.")
    head, text = _front_matter(name, parts["head"]), parts["text"].strip()
    used = frozenset(_PLACEHOLDER.findall(text))
    if head.name != name or used != frozenset(head.variables):
        raise PromptError(
            f"Prompt file {name}.md says name {head.name!r} and variables "
            f"{sorted(head.variables)} but its text uses {sorted(used)}; make them agree."
        )
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Prompt(name=name, purpose=head.purpose, variables=used, text=text, sha256=digest)


def _front_matter(name: str, head: str) -> _FrontMatter:
    try:
        return _FrontMatter.model_validate(yaml.safe_load(head))
    except (yaml.YAMLError, ValidationError) as error:
        raise PromptError(
            f"The front matter of prompt file {name}.md must be YAML with exactly name, purpose "
            "and variables; mend it."
        ) from error
