"""ragqa: clinical questions answered from your own documents, every sentence cited and checked.

offline   files -> reader -> Document -> chunker -> Passage -> embedder -> index snapshot
online    Question -> retriever -> Evidence -> composer -> Draft -> gate -> Article | Abstention

    pipeline.py       read first: the stages in the order they run
    assembly.py       settings -> Pipeline; the only file that names concrete backends
    config.py         one settings class per stage; ragqa.toml and RAGQA_* variables
    errors.py         the whole error tree
    json_lines.py     rows of JSON Lines files that people hand in
    problems.py       what an error is called over HTTP, and the status it has there
    prompts.py        loads prompts/*.md, checks their variables, hashes them
    stopwatch.py      the seconds of each stage of an answer, and what its tokens cost
    toml_files.py     settings in TOML files, and what is wrong with them in plain words
    schema/           the nouns: source, document, question, evidence, claim, article, provenance
    linguistics/      facts of a text: sentences, terms, quantities, abbreviations, polarity
    ingestion/        readers for each format, cleaning, sections, chunker, sandbox, ingester
    embedding/        text -> unit vectors
    indexing/         vectors, terms and passages <-> snapshots under index/
    retrieval/        dense and lexical search, fusion, reranking, versions, coverage, sentences
    llm/              the language model role, and any OpenAI-compatible server
    generation/       the composer role: extractive, or by a language model
    verification/     locks on each claim, repair, references, and the gate that makes an Article
    linting/          faults of references and citations in the text of any article
    rendering/        an Article as Markdown, HTML, JSON
    evaluation/       what the parts are worth against labelled data
    library/          articles kept, judged stale, regenerated, compared, reviewed, exported
    conversation/     follow-ups as questions that stand alone; numbers that stay the same
    audience/         the same claims in words for clinicians, trainees and patients
    access/           who may do what: roles, keys, sessions, limits, patient identifiers
    desk/             what pages and HTTP both do: ask in events, serve an index, take uploads
    api/              HTTP, MCP and the OpenAI-compatible address
    web/              pages
    server.py         pages and HTTP as one application
    cli/              one file per command: parse, call one function, print
"""
