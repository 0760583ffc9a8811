"""How bytes of the web are read: charsets, addresses, dates, names, text, and records on a page."""
