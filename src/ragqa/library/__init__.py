"""The editor's library: articles kept, judged stale, regenerated, compared, reviewed, exported."""
