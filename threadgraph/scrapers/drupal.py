"""Drupal: "Submitted by X on …", and boxes that indent replies."""

from __future__ import annotations

from threadgraph.scrapers.engine import Engine

__all__ = ["Drupal"]


class Drupal(Engine):
    """Nodes and comments of Drupal sites, its forums too."""

    name = "drupal"
    example = "https://site.example/node/4711"
    gives = ("parents", "dates", "links", "owner")
    generators = ("drupal",)
    marks = (
        b"drupal.settings",
        b"drupal-settings-json",
        b"/sites/all/modules/",
        b"/sites/default/files/",
        b"misc/drupal.js",
    )
