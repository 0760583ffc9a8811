"""The terminal: what is printed there, safely, and the bar that shows how far a collection is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape as _escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from threadgraph.errors import PartlyDone

if TYPE_CHECKING:
    from threadgraph.corpus import Progress

__all__ = ["Watch", "bar", "err", "escape", "out"]

out = Console()
err = Console(stderr=True)


def escape(text: str) -> str:
    """Text from the web for a terminal: no markup of rich, and no control characters that would steer it."""
    return _escape("".join(c if c.isprintable() else " " for c in text))


@contextmanager
def bar() -> Iterator[Bar]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(24),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[more]}"),
    )
    try:
        with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as drawn:
            yield drawn
    except KeyboardInterrupt as e:  # here, since typer ends a program that is interrupted with its own code
        raise PartlyDone("stopped; what was read is kept, and the same command continues") from e


class Watch:
    """Draws a `Progress`: pages, posts, hosts waiting, time left."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        self.task = bar.add_task("collecting", total=None, more="")

    def say(self, text: str) -> None:
        self.bar.update(self.task, description=text)

    def __call__(self, p: Progress) -> None:
        left = (
            f", about {p.seconds_left / 60:.0f} min left"
            if p.seconds_left > 90
            else f", about {p.seconds_left:.0f} s left"
            if p.seconds_left > 2
            else ""
        )
        failed = f", {p.failed} failed" if p.failed else ""
        self.bar.update(
            self.task,
            completed=p.done + p.failed,
            total=p.done + p.failed + p.waiting,
            more=f"{p.posts} posts{failed}, {len(p.hosts)} hosts waiting{left}",
        )
