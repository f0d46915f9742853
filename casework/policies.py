"""All that officers have written in ``policies/``, as one thing to hand round."""

from dataclasses import dataclass
from typing import Any

from casework.access import AccessPolicy
from casework.danger import Danger
from casework.deadlines import Deadlines
from casework.disclosure.policy import DisclosurePolicy
from casework.sharing import Sharing
from casework.vocabulary import Units, Vocabulary


@dataclass(frozen=True)
class Policies:
    """What ``casework.indicators.policies`` read and validated, once at start.

    ``indicators`` and ``plans`` get their types back in the rooms above, which define them.
    """

    vocabulary: Vocabulary
    units: Units
    access: AccessPolicy
    indicators: Any
    plans: Any
    disclosure: DisclosurePolicy
    deadlines: Deadlines
    sharing: Sharing
    danger: Danger
