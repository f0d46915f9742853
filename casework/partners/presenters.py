"""The officer's pages in words: the questions, the answers before they are sent, the states afterwards."""

from datetime import datetime

from casework.deadlines import Deadlines
from casework.partners import steps
from casework.referrals import rules, states
from casework.referrals.models import Referral
from casework.refusal import N_

QUESTIONS = {
    steps.SAFE_CONTACT: N_("How can the person be reached without danger?"),
    steps.NEED: N_("What help is needed, and where?"),
    steps.RISK: N_("How great is the danger?"),
    steps.GROUND: N_("What allows you to refer the person?"),
    steps.PERSON: N_("Who is the person?"),
    steps.INCIDENT: N_("What happened?"),
    steps.ACCESS: N_("Who comes along, and what must be prepared?"),
    steps.FACILITY: N_("Which facility should be asked?"),
}
GUIDES = {
    steps.SAFE_CONTACT: N_(
        "Ask the person. Whoever calls must know this first: a call at the wrong time can put the person in danger."
    ),
    steps.NEED: N_("The facilities on duty for it are found at the end."),
    steps.RISK: N_("It decides how soon the facility must answer."),
    steps.GROUND: N_(
        "Help never depends on consent. Without it, only a danger to life lets you pass data on; that goes out at "
        "once, and a colleague countersigns within 24 hours."
    ),
    steps.PERSON: N_(
        "Leave empty what is not known: nobody needs papers, or a name, to be helped. The facility sees this only "
        "when it has accepted."
    ),
    steps.INCIDENT: N_("All of it may stay empty. Do not question the person for the sake of this form."),
    steps.ACCESS: N_(
        "The facility reads this before it accepts. Write nothing that tells who the person is."
    ),
    steps.FACILITY: N_("Those on duty for what is needed, the first to be asked on top."),
}
TAGS = {
    "sent": "blue",
    "received": "light-blue",
    "info_requested": "orange",
    "accepted": "turquoise",
    "contacting": "turquoise",
    "engaged": "green",
    "closed": "green",
    "not_contactable": "yellow",
    "contact_unsafe": "red",
    "declined": "pink",
    "declined_by_person": "grey",
    "redirected": "purple",
    "revoked": "grey",
}


def due(deadlines: Deadlines, clock: str, referral: Referral) -> datetime:
    """When something about a referral is due, counted from its sending."""
    return deadlines.due(clock, referral.risk, referral.sent_at)


def unsigned(referral: Referral) -> bool:
    """Whether it rests on a danger to life and no colleague has signed yet."""
    open_still = referral.countersigned_at is None and referral.state != states.REVOKED
    return open_still and referral.ground == rules.DANGER
