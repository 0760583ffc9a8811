"""The tone of posts: language, lexicon, score, and how it changed around a reply."""
