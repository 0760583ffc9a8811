"""The mails of a small list, which the tests of archives of mail deliver and find again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from collecting import Facts


@dataclass(frozen=True)
class Said:
    """One mail: whom it answers stands in In-Reply-To, in References or in both."""

    name: str
    author: str
    when: datetime
    text: str
    subject: str = "Re: Is the host down?"
    answers: str | None = None
    references: tuple[str, ...] = ()
    charset: str = "utf-8"
    markup: str = ""


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2024, 3, day, hour, 20, tzinfo=UTC)


SAID = [
    Said("m1", "Alice Liddell", at(1), "Is the host down?\n\nSee https://status.example/7 for more.", "Is the host down?"),
    Said("m2", "Bob", at(2), "> Is the host down?\nIt is, since midnight.", answers="m1", references=("m1",)),
    Said("m3", "Carol", at(3), "> It is, since midnight.\nAnd who told you?", answers="m2", references=("m1", "m2")),
    Said("m4", "Dave", at(3, 11), "A second answer to Alice.", answers="m1", references=("m1",)),
    Said("m5", "Zoë Ünï", at(4), "Grüße: the technician, I suppose.", answers="m3", references=("m1", "m2", "m3"), charset="iso-8859-1"),
    Said("m6", "Erin", at(5), "My mailer keeps only references.", references=("m1", "m4")),
    Said("m7", "Frank", at(6), "I answer what never reached the list.", answers="ghost", references=("m1", "ghost")),
    Said("m8", "Alice Liddell", at(7), "日本語の本文", "日本語の話題", markup="<p>日本語の<b>本文</b></p>"),
    Said("m9", "Bob", at(8), "An answer to the other thread.", "Re: 日本語の話題", answers="m8", references=("m8",)),
]  # fmt: skip


def mail(said: Said) -> bytes:
    message = EmailMessage()
    user = said.author.split()[0].lower().encode("ascii", "ignore").decode()
    message["From"] = f"{said.author} <{user}@readers.example>"
    message["To"] = "hosts@lists.example"
    message["Subject"] = said.subject
    message["Date"] = format_datetime(said.when)
    message["Message-ID"] = f"<{said.name}@lists.example>"
    if said.answers:
        message["In-Reply-To"] = f"<{said.answers}@lists.example>"
    if said.references:
        message["References"] = " ".join(f"<{r}@lists.example>" for r in said.references)
    message.set_content(said.text, charset=said.charset)
    if said.markup:
        message.add_alternative(said.markup, subtype="html")
    return message.as_bytes()


FIRST = [s for s in SAID if "m1" in (s.name, *s.references)]


def truth(said: list[Said]) -> dict[str, Facts]:
    """Parent, author and time of mails, by Message-ID; the last reference is a parent where nothing else is."""
    return {
        f"mail:{s.name}@lists.example": (
            f"mail:{above}@lists.example" if (above := s.answers or (s.references or (None,))[-1]) else None,
            s.author,
            s.when,
        )
        for s in said
    }
