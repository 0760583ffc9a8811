"""The study that a researcher would write about this crisis, ready to run against the demo's server."""

from __future__ import annotations

from pathlib import Path

from threadgraph.demo.tale import mail

__all__ = ["write_study"]

_STUDY = """# {notice}
title = "L'attaque de Cumulo, 13-18 octobre 2005 (reconstitution)"
timezone = "Europe/Paris"
seeds = [
  "http://antenne-des-blogs.example/2005/10/cumulo_attaque.html",
  "http://valmont.example/2005/10/14/cette-nuit/",
  "http://forum-des-webmestres.example/viewtopic.php?t=2217",
  "http://communication-sensible.example/archives/2005/10/une_lecon_de_gestion_de_crise.html",
  "courriel-clients.eml",
]

[window]
start = 2005-10-13
end = 2005-10-31

[follow]
links = true
trackbacks = true
depth = 2
hosts = ["*.example"]
pages = 120

[focal]
name = "Étienne Valmont"
aliases = ["Etienne Valmont", "Étienne V. (Cumulo)", "evalmont"]
urls = ["http://valmont.example/"]
organisation = "Cumulo"

[story]
terms = ["Cumulo", "Valmont"]
urls = [
  "http://antenne-des-blogs.example/2005/10/cumulo_attaque.html",
  "http://valmont.example/2005/10/14/cette-nuit/",
]

[privacy]
pseudonyms = false

[manners]
delay = 0.02
robots = true
allow_private = true
resolve = {{ "*.example" = "{address}" }}
"""


def write_study(folder: str | Path, address: str) -> Path:
    """Write ``study.toml``, and the message to customers beside it.

    Parameters
    ----------
    folder : path
        Made if it isn't there.
    address : str
        Of the demo's server, as ``127.0.0.1:port``.

    Returns
    -------
    Path
        Of the study file.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "courriel-clients.eml").write_bytes(mail())
    path = folder / "study.toml"
    notice = "A reconstruction: people, sites and messages are invented."
    path.write_text(_STUDY.format(notice=notice, address=address), encoding="utf-8")
    return path
