"""The table in README, state by state who may do what, is that of the program."""

from casework.paths import ROOT_POLICIES
from casework.referrals.states import OUTSIDE, RECEIVER, SENDER, STATES, acts_from
from casework.vocabulary import load

README = ROOT_POLICIES.parent / "README.md"


def table() -> str:
    """The table as it must stand in README."""
    words = load(ROOT_POLICIES)

    def may(state: str, side: str) -> str:
        told = [words.label("referral_act", act, "en").lower() for act in acts_from(state, side)]
        return ", ".join(told) or "–"

    lines = ["| state | the sender may | the receiver may | by letter |", "|---|---|---|---|"]
    for state in STATES:
        label = words.label("referral_state", state, "en").lower()
        cells = (f"{label} (`{state}`)", *(may(state, side) for side in (SENDER, RECEIVER, OUTSIDE)))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def test_the_table_in_readme_is_the_programs() -> None:
    assert table() in README.read_text(encoding="utf-8"), f"put this into README.md:\n\n{table()}"
