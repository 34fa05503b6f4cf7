"""Texts that would run a script, or become markup, wherever a page took them for more than text.

Each is made from a few parts. What becomes an element carries the attribute `canary`; what runs
sets `window.__executed`; what is computed gives `PRODUCT`.
"""

from collections.abc import Iterator

RUN = "top.__executed=1"
PRODUCT = "190000019"
_SUM = "19*10000001"

_WITH_EVENT = (
    ("img src=x", "onerror"), ("img src=/static/none", "onerror"), ("svg", "onload"),
    ("body", "onload"), ("body", "onpageshow"), ("video src=x", "onerror"),
    ("audio src=x", "onerror"), ("details open", "ontoggle"), ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"), ("textarea autofocus", "onfocus"),
    ("button autofocus", "onfocus"), ("a href=# tabindex=1 autofocus", "onfocus"),
    ("iframe srcdoc=x", "onload"), ("object data=x", "onerror"), ("embed src=x", "onload"),
    ("marquee", "onstart"), ("style", "onload"), ("link rel=stylesheet href=/static/x", "onerror"),
    ("script src=/static/none", "onerror"), ("div style=animation-name:x", "onanimationstart"),
    ("div style=width:9in", "onpointerenter"), ("p", "onmouseover"), ("form", "onsubmit"),
    ("meter", "onclick"), ("dialog open", "onclose"), ("source", "onerror"), ("track", "onerror"),
)  # fmt: skip

_ELEMENTS = (
    f"<script canary>{RUN}</script>",
    f"<ScRiPt canary>{RUN}</sCrIpT>",
    f"<script canary type=module>{RUN}</script>",
    f"<scr<script>ipt canary>{RUN}</scr</script>ipt>",
    f"<script canary\n>{RUN}</script\n>",
    f"<script/canary>{RUN}</script>",
    f"</title><script canary>{RUN}</script>",
    f"</textarea><script canary>{RUN}</script>",
    f"</style><script canary>{RUN}</script>",
    f"</script><script canary>{RUN}</script>",
    f"</noscript><script canary>{RUN}</script>",
    f"--><script canary>{RUN}</script>",
    f"]]><script canary>{RUN}</script>",
    f"<!--><script canary>{RUN}</script>-->",
    f"<noscript><p title='</noscript><img canary src=x onerror={RUN}>'>",
    f"<svg canary><script>{RUN}</script></svg>",
    f"<svg canary><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg canary><set onbegin={RUN} attributeName=x to=1>",
    f"<svg canary><a href='javascript:{RUN}'><text y=9>x</text></a></svg>",
    f"<svg canary><use href='data:image/svg+xml,<svg id=x onload={RUN}>#x'/></svg>",
    f"<svg canary><foreignObject><img src=x onerror={RUN}></foreignObject></svg>",
    f"<math canary><mtext><img src=x onerror={RUN}></mtext></math>",
    f"<math canary href='javascript:{RUN}'>x</math>",
    f"<iframe canary src='javascript:{RUN}'></iframe>",
    f"<iframe canary srcdoc='<script>{RUN}</script>'></iframe>",
    f"<iframe canary src='data:text/html,<script>{RUN}</script>'></iframe>",
    f"<object canary data='javascript:{RUN}'></object>",
    f"<embed canary src='javascript:{RUN}'>",
    f"<form canary action='javascript:{RUN}'><button>x</button></form>",
    f"<button canary formaction='javascript:{RUN}'>x</button>",
    f"<input canary type=image src=x formaction='javascript:{RUN}'>",
    f"<base canary href='javascript:{RUN}//'>",
    f"<meta canary http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<meta canary http-equiv=refresh content='0;url=/nowhere'>",
    f"<link canary rel=import href='data:text/html,<script>{RUN}</script>'>",
    f"<template canary><script>{RUN}</script></template>",
    f"<xmp canary><script>{RUN}</script></xmp>",
    f"<table canary background='javascript:{RUN}'><tr><td>x</table>",
    "<style canary>@import '/nowhere';</style>",
    "<style canary>*{background:url(/nowhere)}</style>",
    "<p canary style='background:url(/nowhere)'>x</p>",
    f"<p canary style='width:expression({RUN})'>x</p>",
    "<p canary style='position:fixed;inset:0;z-index:9'>x</p>",
    f"<details canary open><summary onclick={RUN}>x</summary></details>",
    f"<!doctype html><html canary onload={RUN}>",
)

_BREAKOUTS = (
    '"', "'", "`", '">', "'>", '"/>', '" ', "' ", "\\\"", "&quot;", "&#34;>", "&gt;", "%22%3E",
    "\u201c>",
)  # fmt: skip

_ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" javascript:{RUN}",
    f"java\tscript:{RUN}",
    f"java\nscript:{RUN}",
    f"javascript&colon;{RUN}",
    f"&#106;avascript:{RUN}",
    f"javascript://example.org/%0a{RUN}",
    f"vbscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD50b3AuX19leGVjdXRlZD0xPC9zY3JpcHQ+",
    f'https://example.org/"onmouseover={RUN}//',
    f"https://example.org/' onmouseover='{RUN}",
    f'//example.org/\\" onfocus={RUN} autofocus x=',
)

_IN_MARKDOWN = (
    "[read]({address})",
    "![read]({address})",
    "<{address}>",
    "[read][1]\n\n[1]: {address}",
)

_TEMPLATES = (
    "{{%s}}", "{%% print(%s) %%}", "${%s}", "#{%s}", "<%%= %s %%>", "{{{%s}}}", "[[%s]]", "@(%s)",
    "{{constructor.constructor('return %s')()}}", "*{%s}", "~{%s}", "{{''.__class__}} {{%s}}",
)  # fmt: skip

_OF_HTMX = (
    "<div canary hx-get=/nowhere hx-trigger=load></div>",
    "<div canary data-hx-get=/nowhere data-hx-trigger=load></div>",
    "<div canary hx-post=/nowhere hx-trigger='load delay:1ms'></div>",
    f"<div canary hx-on:load='{RUN}'></div>",
    f"<div canary hx-on::load='{RUN}'></div>",
    f"<div canary hx-on='htmx:load: {RUN}'></div>",
    f"<div canary data-hx-on-htmx-load='{RUN}'></div>",
    f"<div canary hx-get=/ hx-trigger=load hx-vals='js:{{x:{RUN}}}'></div>",
    f"<div canary hx-get=/ hx-trigger='load[{RUN}]'></div>",
    "<div canary hx-sse:connect=/nowhere></div>",
    "<div canary hx-ext=sse sse-connect=/nowhere></div>",
    "<div canary hx-boost=true><a href=/nowhere>x</a></div>",
    "<hx-partial canary hx-target=body hx-swap=innerHTML>taken over</hx-partial>",
    "<div canary id=turns hx-swap-oob=true>taken over</div>",
    '" hx-get=/nowhere hx-trigger=load canary x="',
)

_FRAMES = (
    f"\n\nevent: answered\ndata: <img canary src=x onerror={RUN}>\n\n",
    f"\r\n\r\nevent: message\r\ndata: <script canary>{RUN}</script>\r\n\r\n",
    "\rdata: <hx-partial canary hx-target=body hx-swap=innerHTML>taken over</hx-partial>\r\r",
    f"\u2028\u2028data: <img canary src=x onerror={RUN}>\u2029",
    f"\x85data: <img canary src=x onerror={RUN}>\x85",
    f"\nid: 99\nretry: 1\ndata: <img canary src=x onerror={RUN}>\n\n",
)

_ODD_LETTERS = (
    f"\uff1cscript canary\uff1e{RUN}\uff1c/script\uff1e",
    f"\u2039script canary\u203a{RUN}\u2039/script\u203a",
    f"<\u200bscript canary>{RUN}</script>",
    f"<scr\u00adipt canary>{RUN}</scr\u00adipt>",
    f"\u202e<script canary>{RUN}</script>",
    f"<img canary src=x onerror\u2028={RUN}>",
    f"+ADw-script canary+AD4-{RUN}+ADw-/script+AD4-",
    f"%3Cscript canary%3E{RUN}%3C/script%3E",
    f"%253Cscript canary%253E{RUN}%253C/script%253E",
    f"&lt;script canary&gt;{RUN}&lt;/script&gt;",
    f"&#60;script canary&#62;{RUN}&#60;/script&#62;",
    f"&#x3c;script canary&#x3e;{RUN}&#x3c;/script&#x3e;",
    f"&amp;lt;script canary&amp;gt;{RUN}&amp;lt;/script&amp;gt;",
    f"\\u003cscript canary\\u003e{RUN}\\u003c/script\\u003e",
    f"\\x3cscript canary\\x3e{RUN}\\x3c/script\\x3e",
    f"\u0338<script canary>{RUN}</script>",
    f"<\u0131mg canary src=x onerror={RUN}>",
)


def _all() -> Iterator[str]:
    for tag, event in _WITH_EVENT:
        yield f"<{tag} canary {event}={RUN}>"
    yield from _ELEMENTS
    for quote in _BREAKOUTS:
        yield f"{quote} canary onmouseover={RUN} autofocus onfocus={RUN} x={quote}"
    yield from _ADDRESSES
    for form in _IN_MARKDOWN:
        for address in _ADDRESSES[:3]:
            yield form.format(address=address)
    for form in _TEMPLATES:
        yield form % _SUM
    yield from _OF_HTMX
    yield from _FRAMES
    yield from _ODD_LETTERS


PAYLOADS = tuple(_all())
