"""Addresses: hosts, registered domains, and one spelling for one page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

import tldextract

__all__ = ["absolute", "host_of", "joined", "normal", "original", "parts_of", "site_of", "thread_of"]

_domain = tldextract.TLDExtract(suffix_list_urls=(), include_psl_private_domains=True, cache_dir=None)
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref_src|phpsessid|sid|s|jsessionid)$", re.I
)
_SESSION = re.compile(r"^[0-9a-f]{24,}$", re.I)


def host_of(url: str | None) -> str:
    """The host of an address, lower case, without ``www.``, with a port that isn't the usual one.

    >>> host_of("http://www.Blog.example:8080/a")
    'blog.example:8080'
    """
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{port}" if port and port not in (80, 443) else host


@lru_cache(maxsize=65536)
def _registered(host: str) -> str:
    name, _, port = host.partition(":")
    found = _domain(name)
    domain = found.top_domain_under_public_suffix if found.suffix else ""
    domain = domain or ".".join(name.split(".")[-2:]) if not _is_ip(name) else name
    return f"{domain}:{port}" if port else domain


def _is_ip(name: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+|\[?[0-9a-f:]+\]?", name))


def site_of(url: str | None) -> str:
    """The registered domain of an address (hosts of blog platforms count as domains).

    >>> site_of("https://news.blog.example.co.uk/a"), site_of("http://jim.blogspot.com/")
    ('example.co.uk', 'jim.blogspot.com')
    """
    host = host_of(url)
    return _registered(host) if host else ""


@lru_cache(maxsize=4096)
def absolute(base: str, href: str | None) -> str | None:
    """The address that a link on a page leads to; None for what isn't the web.

    >>> absolute("http://a.example/b/", "../c#d")
    'http://a.example/c#d'
    """
    if not href:
        return None
    href = re.sub(r"[\t\r\n]", "", href.strip())
    if href.startswith("#") and not base:
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
            return None  # a port that is no number raises
    except ValueError:
        return None
    return url.replace(" ", "%20")


def joined(base: str, href: str | None) -> str:
    """Where a link leads from a page, whatever its kind; empty where it is no address.

    >>> joined("http://a.example/b", "c"), joined("http://a.example/", "http://[")
    ('http://a.example/c', '')
    """
    try:
        return urljoin(base, href or "")
    except ValueError:
        return ""


def parts_of(href: str | None) -> SplitResult:
    """The parts of an address; all of them are empty where it is none.

    >>> parts_of("http://a.example/b?c=1").path, parts_of("http://[").path
    ('/b', '')
    """
    try:
        return urlsplit(href or "")
    except ValueError:
        return SplitResult("", "", "", "", "")


@lru_cache(maxsize=262144)
def normal(url: str) -> str:
    """One spelling for one page: no scheme, ``www``, fragment, session or tracking parameter.

    >>> normal("https://www.Blog.example/a/?utm_source=x&p=2#c3")
    'blog.example/a?p=2'
    """
    url = urldefrag(url)[0]
    try:
        parts = urlsplit(url)
        host = host_of(url)
    except ValueError:
        return url
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"/(index\.(html?|php|asp)|default\.aspx?)$", "/", path, flags=re.I).rstrip("/")
    query = [
        (k, v)
        for k, v in parse_qsl(parts.query, keep_blank_values=True)
        if not (_TRACKING.match(k) and (k.lower() not in ("s", "sid") or _SESSION.match(v)))
    ]
    tail = "?" + urlencode(sorted(query)) if query else ""
    return f"{host}{path}{tail}"


#: Archives, caches and counters put the address that they show or lead to in their own.
_WRAPPED = re.compile(
    r"^https?://(?:"
    r"(?:[\w.-]+/)+\d{4,14}(?:[a-z]{2}_)?/(?P<archive>https?:/{1,2}.+)"
    r"|archive\.(?:today|is|ph|li|md|fo|vn)/(?:o/\w+/|newest/)?(?P<today>https?://.+)"
    r"|webcache\.googleusercontent\.com/search\?(?:.*&)?q=cache(?::|%3A)(?:[\w-]{8,}(?::|%3A))?(?P<cache>[^+&]+).*"
    r"|(?:cdn\.ampproject\.org|[\w-]+\.cdn\.ampproject\.org|www\.google\.\w+/amp)/(?:[cv]/)?(?:s/)?(?P<amp>[\w-]+\..+)"
    r"|(?:www\.google\.[\w.]+/url|l\.facebook\.com/l\.php|lm\.facebook\.com/l\.php|www\.youtube\.com/redirect|out\.reddit\.com/\S*|href\.li/|slashdot\.org/redirect)"
    r"\?(?:.*?&)?(?:url|q|u)=(?P<counter>https?(?:://|%3A%2F%2F)[^&]+).*"
    r")$",
    re.I,
)
_AMP = re.compile(r"(?:/amp/?|\.amp(?=\.html?$)|\.amp$)$|(?<=/)amp/(?=.)", re.I)


def original(url: str) -> str:
    """The page that an address stands for: out of a web archive, a cache or a counter of clicks, and not its AMP or
    mobile form.

    >>> original("https://web.archive.org/web/20051014083000/http://blog.example/a#c3")
    'http://blog.example/a#c3'
    >>> original("https://amp.blog.example/2005/a/amp/"), original("https://cdn.ampproject.org/c/s/blog.example/a")
    ('https://blog.example/2005/a', 'https://blog.example/a')
    """
    for _ in range(3):
        m = _WRAPPED.match(url)
        if not m:
            break
        inner = next(v for v in m.groups() if v)
        inner = unquote(inner) if m["counter"] or m["cache"] else inner
        inner = re.sub(r"^(https?):/(?!/)", r"\1://", inner, flags=re.I)
        url = inner if "://" in inner else f"https://{inner}"
    parts = parts_of(url)
    if not parts.scheme.startswith("http"):
        return url
    host = re.sub(r"^(?:amp|m|mobile)\.(?=[^.]+\.[^.]+)", "", parts.netloc, flags=re.I)
    path = _AMP.sub("", parts.path)
    query = re.sub(r"(?:^|&)(?:amp|outputType)(?:=(?:1|true|amp)?)?(?=&|$)", "", parts.query).lstrip("&")
    try:
        return urlunsplit((parts.scheme, host, path, query, parts.fragment))
    except ValueError:
        return url


_PAGE = re.compile(r"/(comment-page-\d+|page[/-]?\d+|feed(/atom|/rss2?)?|trackback|amp)/?$", re.I)
_PAGE_KEYS = {"start", "page", "cpage", "paged", "replytocom", "st", "offset", "post", "view", "highlight", "feed",
              "sort", "order", "mode"}  # fmt: skip


@lru_cache(maxsize=65536)
def thread_of(url: str) -> str:
    """The name of the thread that a page shows: its address without page numbers.

    >>> thread_of("http://forum.example/viewtopic.php?t=7&start=15")
    'forum.example/viewtopic.php?t=7'
    """
    parts = urlsplit(urldefrag(url)[0])
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [
        (k, v)
        for k, v in query
        if k.lower() not in _PAGE_KEYS or (len(query) == 1 and v.isdigit() and k == "post")
    ]
    path = parts.path
    while True:
        shorter = _PAGE.sub("/", path)
        if shorter == path:
            break
        path = shorter
    return normal(urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), "")))
