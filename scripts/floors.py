"""Hold the scores on pages and replies against their floors: floors.py DATA_DIR; exit code 1 if one fell.

DATA_DIR is a folder of pages with reference posts and their scorer, score.py. It is not part of the
project; where it is missing nothing is checked, and that is said.
"""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
#: Scores that are the better the lower they are.
CEILINGS = ("crashes", "timeouts", "other_snippets_leaked")
ROOT = Path(__file__).resolve().parent.parent


def measured(data: Path, name: str) -> dict[str, float | None]:
    """The scores of one set, as the scorer's last line says them."""
    kind, engine, place = "pages", "extract", name
    if name.startswith("reply_inference/"):
        kind, engine, place = "replies", "infer_replies", f"{name}.jsonl.gz"
    command = [
        sys.executable,
        str(data / "score.py"),
        kind,
        str(data / place),
        "--engine",
        f"threadgraph:{engine}",
    ]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    ran = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path})
    if ran.returncode or not ran.stdout.strip():
        sys.exit(f"floors: the scorer failed on {name}:\n{ran.stderr or ran.stdout}")
    return json.loads(ran.stdout.strip().splitlines()[-1])


def main(data: Path) -> int:
    if not (data / "score.py").is_file():
        print(f"floors: not checked, there is no {data / 'score.py'}")
        return 0
    fell = 0
    print(f"{'set':<28}{'score':<24}{'floor':>8}{'now':>8}")
    for name, floors in tomllib.loads(FLOORS.read_text("utf-8")).items():
        now = measured(data, name)
        for score, floor in (floors | {"crashes": 0, "timeouts": 0}).items():
            value = now.get(score)
            good = value is not None and (value <= floor if score in CEILINGS else value >= floor)
            fell += not good
            print(
                f"{name:<28}{score:<24}{floor:>8}{value if value is not None else '-':>8}{'' if good else '  FELL'}"
            )
    return int(fell > 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: floors.py DATA_DIR")
    sys.exit(main(Path(sys.argv[1])))
