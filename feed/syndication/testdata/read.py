# Says in JSON what feedparser understands of each of the documents that it is given.
import json
import sys

import feedparser

for path in sys.argv[1:]:
    with open(path, "rb") as document:
        read = feedparser.parse(document.read())
    print(json.dumps({
        "wrong": str(read.get("bozo_exception", "")),
        "title": read.feed.get("title", ""),
        "links": {link.rel: link.href for link in read.feed.get("links", [])},
        "entries": [{
            "id": e.get("id", ""), "title": e.get("title", ""), "link": e.get("link", ""), "author": e.get("author", ""),
            "tags": [tag.term for tag in e.get("tags", [])],
            "published": list(e.published_parsed[:6]), "updated": list(e.updated_parsed[:6]),
            "text": e.content[0].value if "content" in e else e.get("summary", ""),
        } for e in read.entries],
    }))
