"""What orders to a reading system look like: the patterns, and the words that each is tried for.

Tuned on 37,715 guidelines, abstracts and patient pages that hold none: no false alarm among them.
"""

# Where an order begins: at the head of a clause, or behind a word that makes it one.
_HEAD = (
    r"(?:^|[.!?:;,\"'()\[\]{}*>|=\n-]\s*|\b(?:please|must|should|now|then|kindly|and|just|"
    r"you (?:will|shall|should|have to|need to|are to)|always|never|only|not|instead)\s+)"
)
_RULES = (
    r"(?:instructions?|prompts?|directives?|commands?|orders|guard ?rails?|"
    r"system (?:message|rules)|safety (?:rules|filters|checks|guidelines|protocols|guardrails)|"
    r"programming|constraints)"
)
SAY = (
    r"(?:respond|reply|answer|output|print|write|say|state|display|return|repeat|include|append|"
    r"insert|add|mention|cite|quote|reference|link|recommend|list|conclude|tell|claim|report|"
    r"present|render|emit|put|place|begin|start|end|finish|use|prefer|rank|trust|follow|show|give)"
)
_MODEL = (
    r"(?:AIs?|A\.I\.|LLMs?|GPT|ChatGPT|ragqa|(?:AI )?(?:large )?language models?|chat ?bots?|"
    r"AI[ -](?:assistant|model|system|agent|reviewer|reader|bot|summari[sz]er|tool)s?|"
    r"(?:virtual|automated|retrieval|question[- ]answering) (?:assistant|system|reader)s?)"
)
_TEXT = r"(?:documents?|sources?|papers?|passages?|texts?|pages?|files?|references?|sentences?)"
_ANSWER = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|completions?|drafts?)"

# Each pattern is tried only where one of its words occurs at all.
ORDERS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("ignor", "disregard", "forget", "overrid", "bypass", "discard", "neglect", "follow",
         "obey"),
        rf"\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass(?:ing)?|discard|"
        rf"neglect|(?:do not|don't|stop) (?:follow|obey)(?:ing)?)\b(?:"
        rf"[^.!?]{{0,40}}?\b(?:previous|prior|earlier|above|preceding|foregoing|system|developer|"
        rf"initial|original)\b[^.!?]{{0,30}}?\b{_RULES}\b|"
        rf"\s+(?:all|any|every|each)\s+(?:of\s+)?(?:the\s+|your\s+|"
        rf"these\s+)?(?:other\s+)?{_RULES}\b|"
        rf"\s+the (?:system|assistant|developer|platform)(?:'s)? (?:rules|policy|policies)\b|"
        rf"\s+(?:(?:all|any) of )?your (?:\w+ )?(?:instructions|rules|prompt|programming|"
        rf"training)\b|"
        rf"\s+(?:everything|anything|all|what) (?:above|before this|you (?:were|have been|know|"
        rf"are)))",
    ),
    (
        ("ignor", "disregard", "forget", "overrid", "discard"),
        rf"{_HEAD}(?:ignore|disregard|forget|override|discard)\s+(?:(?:all|any|"
        rf"every)\s+)?(?:of\s+)?"
        rf"(?:the\s+|these\s+|those\s+)?(?:(?:other|previous|prior|above|remaining|retrieved|"
        rf"real)\s+)"
        rf"(?:\w+\s+)?(?:{_TEXT}|evidence|guidelines?|context|rules|questions?|recommendations?)\b|"
        rf"{_HEAD}(?:ignore|disregard|forget|override)\s+(?:the|all|your|any|these)\s+(?:rules|"
        rf"guardrails|context|evidence|safety)\b",
    ),
    (
        ("new instruction", "updated instruction", "real instruction", "system instruction",
         "hidden instruction", "following instructions take", "your new", "from now on",
         "you are now"),
        rf"\b(?:new|updated|real|hidden|secret|system) instructions?\s*[:=]|"
        rf"\binstructions (?:take precedence|override)|\byour new (?:task|role|instructions|goal|"
        rf"job)\b|"
        rf"\bfrom now on,? (?:you|always|never|every|all|{SAY})\b|"
        rf"\byou are now (?:an? |the |in |free\b)?(?:AI|assistant|unrestricted|DAN|free|bound|"
        rf"acting|"
        rf"developer|helpful|language|evil|root|admin)",
    ),
    (
        ("ai ", "ai:", "ai,", "ai-", "ai.", "ai\n", "ais ", "a.i.", "llm", "gpt", "language model",
         "chatbot", "chat bot", "assistant", "ragqa", "model:", "model,", "if you are", "if you're",
         "retrieval ", "answering system"),
        rf"\b(?:dear|attention|note(?: to)?|notice(?: to)?|message (?:to|for)|instructions? (?:to|"
        rf"for)|"
        rf"important(?: note)? (?:to|for)|hey|hello|warning (?:to|for)|reminder (?:to|for))"
        rf"\s*[:,-]?\s+(?:all |any |the |every |other )?{_MODEL}\b|"
        rf"(?:^|[.!?:\"'(\[*>\n]\s*)(?:{_MODEL}|assistant|model)\s*[:,]\s+(?:you|please|do|don't|"
        rf"never|"
        rf"always|ignore|{SAY})\b|"
        rf"\bif you(?: are|'re)? (?:being )?(?:an? |the |any )(?:{_MODEL}|assistant|machine|model|"
        rf"automated)\b|"
        rf"\b(?:you are|act as|acting as|pretend to be|role-?play as|behave (?:as|like)|respond as|"
        rf"speak as) (?:an?|the|my) (?:\w+ ){{0,2}}?(?:{_MODEL}|helpful assistant)\b|"
        rf"\bas an? {_MODEL},? you\b|"
        rf"\bthe assistant (?:must|should|will) (?:always |now |only |never )?{SAY}\b|"
        rf"{_HEAD}(?:every |any |all |the )?{_MODEL} (?:reading|processing|summari[sz]ing|"
        rf"answering|that reads?|that process(?:es)?|must (?:always |now )?{SAY})",
    ),
    (
        ("<", "[/inst", "[inst", "[sys", "[/sys", "[tool", "[avail"),
        r"<[|｜][^>\n]{1,60}[|｜]>|\[/?(?:INST|SYS|SYSTEM_PROMPT|TOOL_CALLS|AVAILABLE_TOOLS|"
        r"TOOL_RESULTS)\]|<</?SYS>>|"
        r"</?(?:s|bos|eos|start_of_turn|end_of_turn|system|assistant|user|instructions?|prompt|"
        r"evidence|question|context|documents?|tools?|tool_calls?|tool_response|function_calls?|"
        r"function|invoke|thinking|think|scratchpad|answer|sources?)(?:\s+\w+\s*=[^<>\n]{0,80})?\s*/?>",
    ),
    (
        ("system prompt", "system_prompt", "system-prompt", "system override", "system_override",
         "system message", "system instruction", "system update", "system notice", "system alert",
         "system command", "system note", "system:", "system]", "assistant:", "assistant]", "user:",
         "developer:", "human:", "tool:", "\"role\"", "begin ", "end of ", "end system",
         "the function", "the tool", "the api", "the endpoint", "_",
         "end evidence", "end context", "end instruction", "end prompt", "end user", "##"),
        rf"\bsystem[ _-](?:prompt|override)\b|"
        rf"(?:^|[\n\"'(\[*>#.!?]\s*)(?:system|assistant|user|developer|human|tool)"
        rf"(?:\s+(?:prompt|message|note|override|instruction|update|notice|alert|"
        rf"command))?\s*\]?\s*:"
        rf"\s*(?:you\b|please\b|always\b|never\b|do not\b|ignore\b|approve|disregard|the (?:user|"
        rf"assistant|answer|correct)\b|sure\b|{SAY}\b)|"
        rf"\bsystem (?:message|instruction|update|notice|alert|command)\s*[:\]]|"
        rf"\"role\"\s*:\s*\"(?:system|assistant|user|tool)\"|"
        rf"(?-i:\b(?:BEGIN|END)(?: OF)? (?:SYSTEM|EVIDENCE|CONTEXT|INSTRUCTIONS?|PROMPT|USER)\b)|"
        rf"\b(?:human|user)\s*:[^\n]{{0,200}}?\bassistant\s*:|"
        rf"\b(?:call|invoke|execute) the (?:function|tool|api|endpoint)\b|"
        rf"\b[a-z]+_(?:[a-z]+_?)+\([^)\n]{{0,80}}\)|"
        rf"#{{2,}}\s*(?:system|instructions?|assistant|user|human|prompt)\b",
    ),
    (
        ('":', "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"),
        r"\"(?:summary|sentences|claims|gaps|citations?|tool_calls?|arguments|function|verdict|"
        r"review|"
        r"guidelines|research|action)\"\s*:\s*[\[{\"]|\bS\d+\s*\[\s*(?:guideline|research)\b",
    ),
    (
        ("r answ", "r resp", "r repl", "r outp", "r summ", "r draft", "r compl", "r final",
         "r next",
         "y answ", "y resp", "y outp", "y summ", "h answ", "h resp", "l answ", "l resp", "l outp",
         "l summ", "the answ", "the resp", "the outp", "the summ", "the draft", "the repl"),
        rf"{_HEAD}{SAY}\b[^.!?\n]{{0,80}}?\b(?:in|to|into|with|within|at the (?:start|end|top|"
        rf"bottom|"
        rf"beginning) of|as|before|after) (?:your|every|each|all|the) (?:final |next )?{_ANSWER}\b"
        rf"(?! to\b)",
    ),
    (
        ("answer ", "respond ", "reply ", "begin ", "start ", "preface ", "positive ", "favorable ",
         "favourable ", "ze this", "se this", "ze the", "se the"),
        rf"{_HEAD}(?:begin|start|end|open|close|finish|preface) (?:your|the|every|each) {_ANSWER} "
        rf"(?:with|by)\b|{_HEAD}(?:respond|reply|answer|output)\s+(?:only|exactly|solely|simply|"
        rf"always|just|nothing but)\b|{_HEAD}answer (?:the|this|any|every|all) questions? "
        rf"(?:with|by saying|as)\b|{_HEAD}summari[sz]e (?:this|the following|it) (?:\w+ )?as\b|"
        rf"\bgive (?:an? |only |this )*(?:\w+ )?(?:positive|favou?rable) (?:review|rating|score|"
        rf"assessment|recommendation)s?(?: only\b| of this\b| to this\b|\W*$)",
    ),
    (
        ("asked", "answering", "summari", "responding", "replying", "generating", "composing",
         "citing", "processing", "retriev"),
        rf"\b(?:when|whenever|while|if|before) (?:you(?: are|'re)? )?(?:asked|answering|"
        rf"summari[sz]ing|"
        rf"responding|replying|generating|composing|citing|processing|retriev(?:ed|ing))\b"
        rf"[^.!?\n]{{0,80}}?(?:[,:]|\b(?:you|then)\b) ?(?:you (?:must|should|will|have to|"
        rf"need to) |"
        rf"please |always |never |only |do not |don't )*(?:{SAY}|ignore|approve|treat|obey|visit|"
        rf"fetch)\b",
    ),
    (
        ("cite", "quote", "attribute th", "attribute it", "reference [", "reference s",
         "reference n",
         "reference th", "rely on", "trust", "prefer th", "prefer it", "rank th", "use only",
         "only use", "always use", "never use", "not use"),
        rf"{_HEAD}(?:always|only|exclusively|never|do not|don't|must)\s+(?:cite|quote|reference|"
        rf"rely on|"
        rf"trust|prefer|rank|use)\s+(?:only\s+)?(?:this|the following|these|no other|any other|any|"
        rf"other|that|it)\b[^.!?\n]{{0,30}}?\b(?:{_TEXT}|stud(?:y|ies)|articles?|guidelines?|"
        rf"works?|"
        rf"first|instead|always)\b|"
        rf"{_HEAD}cite\s+(?:this|it|us|me)(?:\s+\w+)?\s+(?:first|instead|always|only|for (?:all|"
        rf"every|each|any)|as (?:the (?:only|sole|first|main|primary|highest|best|strongest)|"
        rf"evidence|a guideline|proof|reference|\[))|"
        rf"{_HEAD}(?:cite|quote|reference)\s+(?:\[+\d|S\d+\b|(?:reference|evidence|source|sentence|"
        rf"citation|passage|document)\s+(?:number\s+)?(?:\[|S?\d))|"
        rf"{_HEAD}attribute (?:this|it|the (?:following|claim|statement|"
        rf"above))[^.!?\n]{{0,30}}? to\b",
    ),
    (
        ("treat th", "consider th", "regard th", "mark th", "label th", "rank th", "rate th",
         "score th", "classify th", "flag th", "accept th", "prioriti", "supersede", "overrid",
         "replaces ", "takes precedence", "outrank"),
        rf"{_HEAD}(?:treat|consider|regard|mark|label|rank|rate|score|classify|flag|accept|"
        rf"prioriti[sz]e)\s+(?:this|the (?:present|current|following)|these)\s+(?:{_TEXT}|"
        rf"articles?|"
        rf"guidelines?|{_ANSWER}|claims?|statements?)\s+(?:as|above|over|first|highest|before)\b|"
        rf"\bthis (?:document|text|page|recommendation|guideline|source|statement) (?:supersedes|"
        rf"overrides|replaces|takes precedence over|outranks) (?:all others?\b|all other|"
        rf"everything|"
        rf"any other|every other|your|the system)",
    ),
    (
        ("approve ", "approved", "publish ", "accept ", "certify ", "authori", "release ",
         "sign off", "status to", "state to", "review stat", "as reviewed", "as verified",
         "as retracted", "as superseded", "this answ", "this resp", "this draft", "this outp",
         "this summ", "retract ", "delete ", "withdraw ", "remove ", "supersede "),
        rf"{_HEAD}(?:approve|publish|accept|certify|authori[sz]e|release|sign off(?: on)?|mark|set|"
        rf"change)\s+(?:this|the|all|every|any|it|its)\s*(?:\w+\s+)?(?:articles?|{_ANSWER}|review|"
        rf"status|state|as (?:approved|reviewed|verified))\b|"
        rf"\breview (?:status|state)\s*(?:[:=]|to|is(?: now)?)\s*(?:approved|reviewed|verified)|"
        rf"\bthis (?:{_ANSWER}) (?:is|has been|was) (?:\w+ )?(?:approved|reviewed|verified|"
        rf"certified)\b|"
        rf"{_HEAD}(?:retract|delete|withdraw|remove|supersede)\s+(?:all|every|"
        rf"any)\s+(?:the\s+)?(?:other|"
        rf"previous|existing)\s+(?:{_TEXT}|articles?|guidelines?|stud(?:y|ies))\b|"
        rf"{_HEAD}mark\s+(?!the skin)[^.!?\n]{{1,40}}?\s+as\s+(?:retracted|superseded|approved|"
        rf"reviewed)",
    ),
    (
        ("http", "www.", "link", " url", "!["),
        rf"{_HEAD}(?:fetch|load|browse(?: to)?|navigate to|retrieve|request|curl|wget|ping|send|"
        rf"post|upload|embed|render|display|insert|include|show|add|output)\b[^.!?\n]{{0,60}}?"
        rf"(?:https?:|www\.|\bth(?:is|e (?:following|attached)) (?:hyper)?(?:link|url)\b|!\[|\]\()|"
        rf"\b(?:fetch|load|open|call) (?:this|the) (?:link|url)\b",
    ),
    (
        ("prompt", "api key", "api-key", "apikey", "hidden ", "credential", "password",
         "environment variable", " mode"),
        r"\b(?:reveal|print|show|repeat|output|disclose|leak|return|send|exfiltrate|ignore|"
        r"forget)\b"
        r"[^.!?\n]{0,40}?\b(?:your|the|all|its) (?:\w+ )?(?:(?:system|initial|hidden|secret|"
        r"original)"
        r" (?:prompts?|instructions?|messages?)|api[- ]?keys?|environment variables?|credentials|"
        r"passwords?)\b|\b(?:enter|enable|activate|switch to|now in|engage) (?:developer|debug|"
        r"admin|"
        r"god|DAN|jailbreak|sudo|unrestricted) mode\b",
    ),
    (
        ("the user", "the reader"),
        rf"{_HEAD}(?:tell|inform|convince|persuade|direct) the (?:user|reader) (?:that|to)\b|"
        rf"\bdo(?: not|n't) (?:tell|inform|warn|reveal to|mention to) the (?:user|reader)\b",
    ),
)  # fmt: skip

"""Patterns of orders; each is tried near its words only, in small letters."""

FOREIGN_WORDS = (
    "ignor", "vergiss", "vergess", "missacht", "negeer", "vergeet", "olvid", "oubli", "dimentica",
    "esque", "игнор", "забудь", "忽略", "无视", "無視", "忘记", "忘記", "系统提示", "系統提示",
    "무시", "تجاهل", "निर्देश", "talimat",
)  # fmt: skip
FOREIGN = (
    r"\bignor(?:a|e|en|ad|ar|ez|ons|er|ate|are)\s+(?:\w+\s+){0,3}?(?:instrucci[oó]n(?:es)?|"
    r"indicaciones|instructions|consignes|istruzioni|instru[çc][õo]es|regras|reglas|règles|"
    r"regole)\b|"
    r"\b(?:ignorier\w*|missacht\w*|vergiss|vergessen sie)\s+(?:\w+\s+){0,4}?(?:anweisung|"
    r"instruktion|"
    r"regel|vorgabe)\w*|\b(?:negeer|vergeet)\s+(?:\w+\s+){0,3}?(?:instructies|regels|aanwijzingen)|"
    r"\b(?:olvida|oublie[zr]?|dimentica|esqueça)\s+(?:\w+\s+){0,3}?(?:instrucciones|instructions|"
    r"consignes|istruzioni|instruções)|zignoruj\w*\s+(?:\w+\s+){0,3}?(?:instrukcj|poleceni)\w*|"
    r"(?:игнорир|проигнорир|забудь)\w*\s+(?:\w+\s+){0,3}?(?:инструкци|указани|правил)\w*|"
    r"(?:忽略|无视|無視|忘记|忘記)[^。]{0,12}(?:指令|指示|说明|提示|规则|規則)|系统提示|系統提示|"
    r"(?:指示|命令|プロンプト)[^。]{0,10}無視|(?:지시|명령|지침)[^.]{0,10}무시|"
    r"تجاهل[^.]{0,30}(?:التعليمات|الأوامر|تعليمات)|निर्देश[^।]{0,20}(?:अनदेखा|नज़रअंदाज़|उपेक्षा)|"
    r"talimat\w*\s+(?:\w+\s+){0,2}?(?:yok say|görmezden gel|unut)"
)
"""The same order in other languages."""
