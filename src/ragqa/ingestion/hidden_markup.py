"""Which elements of a page a reader does not see, by their attributes and its style sheet."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

# What is never words of the page.
UNREAD = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title",
     "form", "button", "select", "textarea", "canvas", "audio", "video", "dialog"}
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "li", "tr", "td", "th", "br", "h1", "h2", "h3", "h4", "h5",
     "h6", "blockquote", "table", "ul", "ol", "details", "summary", "dt", "dd", "figcaption"}
)  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden|"
    r"(?<![-\w])opacity\s*:\s*0?(?:\.0\d*)?\s*(?:[;!}]|\Z)|"
    r"font(?:-size)?\s*:\s*(?:[01](?:\.\d+)?(?:px|pt)|0?\.[0-2]\d*(?:em|rem|pt|px)|0(?:em|rem|%)?)"
    r"\s*(?:[;!}]|\Z)|"
    r"(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}|"
    r"clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01]|clip-path\s*:\s*inset\((?:100|50)%|"
    r"transform\s*:\s*scale\(0|(?<![-\w])(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:[;!}]|\Z)|"
    r"color\s*:\s*(?:transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_WHITE = r"(?:white\b|#fff(?:f{3})?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
_WHITE_TEXT = re.compile(rf"(?<![-\w])color\s*:\s*{_WHITE}", re.IGNORECASE)
_WHITE_NAME = re.compile(rf"\s*{_WHITE}", re.IGNORECASE)
_BACKGROUND = re.compile(
    rf"(?<![-\w])background(?:-color|-image)?\s*:\s*(?!{_WHITE}|none|transparent|inherit)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CONDITIONAL = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[.#][\w-]+\Z")

Attributes = Mapping[str, str | None]


def is_hidden(attributes: Attributes) -> bool:
    """Tell whether an element is not shown, whatever its colours."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return _HIDING.search(attributes.get("style") or "") is not None


def is_white(attributes: Attributes) -> bool:
    """Tell whether the letters of an element are white, and what is behind them is not coloured."""
    white = _WHITE_TEXT.search(attributes.get("style") or "")
    white = white or _WHITE_NAME.match(attributes.get("color") or "")
    return white is not None and not has_background(attributes)


def has_background(attributes: Attributes) -> bool:
    """Tell whether an element has a background that is not white."""
    return bool(_BACKGROUND.search(attributes.get("style") or "") or attributes.get("bgcolor"))


def hiding_selectors(style_sheet: str) -> frozenset[str]:
    """Return the classes and ids, `.x` and `#y`, that a style sheet hides whatever the screen."""
    rules = _CONDITIONAL.sub("", _COMMENT.sub("", style_sheet))
    return frozenset(
        name
        for selectors, declarations in _RULE.findall(rules)
        if is_hidden({"style": declarations}) or is_white({"style": declarations})
        for name in (one.strip() for one in selectors.split(","))
        if _SIMPLE.match(name)
    )


class ShownText(HTMLParser):
    """Reads the tags among other text, piece by piece, and keeps what a reader would see.

    `hidden` collects the rest, but for scripts and their like.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []
        self._shown: list[str] = []

    def read(self, markup: str) -> str:
        """Return the words that a piece of HTML shows; its tags count for what follows."""
        self._shown.clear()
        self.feed(markup)
        return "".join(self._shown)

    def words(self, text: str) -> str:
        """Return words between tags as far as they are shown."""
        if not any(hidden or unread for _, hidden, unread in self._open):
            return text
        if not any(unread for _, _, unread in self._open) and text.strip():
            self.hidden.append(text)
        return ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag in _BLOCKS:
            self._shown.append(" ")
        if tag not in _VOID:
            given = dict(attrs)
            hidden = is_hidden(given) or is_white(given)
            self._open.append((tag, hidden, tag in UNREAD))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over an element that holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those left open inside it."""
        if tag in _BLOCKS:
            self._shown.append(" ")
        places = [place for place, (name, _, _) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        """Keep words that are shown."""
        self._shown.append(self.words(data))
