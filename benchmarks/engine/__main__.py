"""What the run loop costs for each node, beside other engines and beside a floor, in one run.

    python -m benchmarks.engine [--rounds 7] [--shapes chain] [--peers langgraph,graphon] [--json]

Every system plays the shapes of `benchmarks.engine.shapes` in a process of its own, with events on
and every event kept; the systems take turns, round by round, so that a busy machine is unfair to all
of them. Reported are microseconds for each node: medians over rounds of a round's median play.
Ratios are medians of each round's own ratio against the floor: bare asyncio tasks that compute the
same values and emit the same events. Peers are installed once, each into an environment of its own.
"""

import argparse
import json
from pathlib import Path

from benchmarks.engine import large, reruns
from benchmarks.engine.figures import report
from benchmarks.engine.shapes import SHAPES
from benchmarks.engine.systems import ENVIRONMENTS, FLOOR, MILLRACE, PEERS, Child, NotInstalled, interpreter
from benchmarks.engine.turns import take_turns


def main() -> None:
    """Measure what was asked for and print it."""
    options = arguments()
    shapes = [shape for shape in SHAPES if options.shapes in shape.name]
    children, missing = start(options.peers, options.environments)
    try:
        figures = take_turns(children, shapes, rounds=options.rounds, seconds=options.seconds)
    finally:
        for child in children:
            child.end()
    figures |= {"missing": missing, "reruns": reruns.measure(options.rounds), "large": large.measure(options.rounds)}
    if options.json:
        print(json.dumps(figures))
    else:
        report(figures)


def arguments() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.3, help="how long a round of one system should take")
    parser.add_argument("--shapes", default="", help="only shapes with this in their name")
    names = [peer.name for peer in PEERS]
    parser.add_argument("--peers", default=names, type=lambda text: text.split(","), help=f"of {','.join(names)}")
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS, help="where peers are installed")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def start(peers: list[str], environments: Path) -> tuple[list[Child], dict[str, str]]:
    """Return a player for each system, and why a peer has none."""
    children, missing = [], {}
    for system in (FLOOR, MILLRACE, *(peer for peer in PEERS if peer.name in peers)):
        try:
            children.append(Child(system, interpreter(system, environments)))
        except NotInstalled as error:
            missing[system.name] = str(error)
    return children, missing


if __name__ == "__main__":
    main()
