"""How much was done and found."""

from collections import Counter
from dataclasses import dataclass, field
import json
from typing import Any


@dataclass(slots=True)
class Tally:
    """Counts of one round, or of many."""

    rounds: int = 0
    kills: int = 0
    starts: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    """What reached the locks, and what became of it."""
    answers: Counter[str] = field(default_factory=Counter)
    """What a person answered to repairs."""
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    calm_seconds: float = 0.0
    """The longest that calm took."""

    def add(self, other: Tally) -> None:
        """Add what another counted."""
        self.rounds += other.rounds
        self.kills += other.kills
        self.starts += other.starts
        self.requests += other.requests
        self.refusals += other.refusals
        self.faults += other.faults
        self.commands += other.commands
        self.answers += other.answers
        self.findings += other.findings
        self.seconds += other.seconds
        self.calm_seconds = max(self.calm_seconds, other.calm_seconds)

    def as_json(self, **more: Any) -> str:
        """Return one line of JSON."""
        return json.dumps(
            {
                **more,
                "rounds": self.rounds,
                "kills": self.kills,
                "starts": self.starts,
                "requests": self.requests,
                "refusals": self.refusals,
                "faults": self.faults,
                "commands": self.commands,
                "answers": self.answers,
                "findings": self.findings,
                "seconds": round(self.seconds, 1),
                "calm_seconds": round(self.calm_seconds, 1),
            }
        )
