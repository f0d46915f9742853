"""The officer's answers so far, kept sealed after each question."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.access import Actor, NotFound
from casework.intake.drafts import DraftForm, hold, keep_draft, typed_in
from casework.intake.models import Draft
from casework.partners.steps import STEPS
from casework.referrals.models import Referral

REFERRAL = DraftForm("referral", Referral)
SEEN = "seen"

Typed = Mapping[str, Sequence[str]]


def keep_answer(
    session: Session,
    actor: Actor,
    draft_id: UUID,
    names: Collection[str],
    sent: Typed,
    now: datetime,
    *,
    seen: str | None = None,
) -> Draft | None:
    """Keep the fields of one question as they were sent, beside what the other questions hold.

    ``names`` are the fields of the question: what is not sent of them was emptied. ``seen`` is the
    question, if its answer was sent on. None: nothing is typed yet, or the referral was sent meanwhile.
    """
    draft = hold(session, actor, draft_id)
    if draft is not None and draft.owner_id != actor.id:
        raise NotFound("draft:keep", Draft.__name__)
    with session.info["vault"].quiet(session):
        known: Typed = typed_in(draft) if draft is not None else {}
    kept = {name: values for name, values in known.items() if name not in names}
    kept |= {name: list(values) for name, values in sent.items() if name in names}
    if seen is not None:
        done = {*known.get(SEEN, ()), seen}
        kept[SEEN] = [step for step in STEPS if step in done]
    return keep_draft(session, actor, kept, draft_id, now, form=REFERRAL)
