"""Fill a Trac environment with one ticket and its changes, in Trac's own venv: fill.py ENVIRONMENT < changes.json"""

import datetime
import json
import sys

from trac.env import open_environment
from trac.ticket.model import Ticket


def main() -> None:
    first, *changes = json.load(sys.stdin)
    ticket = Ticket(open_environment(sys.argv[1]))
    ticket.populate({"reporter": first["author"], "summary": first["title"], "description": first["text"], "status": "new", "type": "defect"})  # fmt: skip
    ticket.insert(when=datetime.datetime.fromisoformat(first["when"]))
    for change in changes:
        for name, value in change["fields"].items():
            ticket[name] = value
        ticket.save_changes(
            change["author"], change["text"], datetime.datetime.fromisoformat(change["when"]), replyto=change["answers"]
        )  # fmt: skip


main()
