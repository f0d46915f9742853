"""Referrals out of a case in words: what can be told, the consent behind it, how each one stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from casework.access import Actor, may
from casework.cases import panels
from casework.cases.models import Case
from casework.consent.models import Consent
from casework.intake.expiry import kept_since
from casework.intake.presenters import ending
from casework.outbound.models import AckLink
from casework.outbound.queries import begun_in
from casework.outbound.receivers import Receiver
from casework.partners.presenters import TAGS, unsigned
from casework.providers.queries import names
from casework.referrals import queries, rules, states
from casework.referrals.models import Referral
from casework.referrals.part_presenters import safe_block, value
from casework.routing.presenters import WHY_LABELS
from casework.routing.queries import OnDuty
from casework.sharing import ENVELOPE, OUTSIDE, PERSON, Sharing
from casework.ui import context
from casework.ui.labels import code_label
from casework.ui.language import _, show_date, show_datetime

# Of a number the end is enough to know which one it is; behind the safe-contact block it can be seen whole.
ENDINGS = ("phone", "number", "perpetrator_phone")


def told(values: Mapping[str, Any]) -> dict[str, str]:
    """What the case knows as the choices name it: the field and its value."""
    words = {name: _words(name, values[name]) for name in (*ENVELOPE, *PERSON) if values.get(name)}
    return {name: f"{code_label('referral_field', name)}: {said}" for name, said in words.items() if said}


def _words(name: str, said: Any) -> str:
    return ending(str(said)) if name in ENDINGS else value(name, said)


def block(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The safe-contact block, which always travels."""
    return [{"key": key, "value": words} for key, words in safe_block(values)]


def choices(offers: Sequence[OnDuty], sharing: Sharing) -> list[tuple[str, str]]:
    """Those on duty as choices: name and kind, never an address; why they are asked, and how they are told."""
    return [(str(one.provider.id), _choice(one, sharing)) for one in offers]


def _choice(one: OnDuty, sharing: Sharing) -> str:
    parts = [one.provider.name, code_label("provider_kind", one.provider.kind), str(WHY_LABELS[one.why])]
    if one.provider.kind not in sharing.inside:
        parts.append(_("by letter"))
    return " · ".join(parts)


def field_names(names: Iterable[str]) -> str:
    """Fields of a referral by the names that people read."""
    return "; ".join(code_label("referral_field", name) for name in names)


def kind_words(receiver: Receiver) -> str:
    """What kind of organisation the receiver is, and how it is told."""
    kind = _("Kind not known") if receiver.kind == OUTSIDE else code_label("provider_kind", receiver.kind)
    how = _("receives referrals in this system") if receiver.inside else _("gets a letter")
    return f"{kind} · {how}"


def consent_words(consent: Consent | None) -> str:
    """The consent on which telling this receiver would rest; "" where there is none."""
    if consent is None:
        return ""
    until = (
        _("Until %(day)s", day=show_date(consent.expires_on))
        if consent.expires_on
        else _("Until she withdraws it")
    )
    manner = code_label("consent_manner", consent.manner) if consent.manner else _("Manner not recorded")
    purpose = code_label("consent_purpose", consent.purpose)
    return f"{purpose} · {show_date(consent.given_on)} · {manner} · {until}"


def grounds(consent: Consent | None) -> list[str]:
    """The grounds that can be chosen: hers or her guardian's consent where it is on record; always danger."""
    if consent is None:
        return [rules.DANGER]
    return ["guardian_consent" if consent.manner == "guardian" else "consent", rules.DANGER]


@dataclass(frozen=True)
class Line:
    """A referral in the list of a case. ``href`` leads to its page, ``way`` says whether it was sent or came."""

    href: str
    receipt: str
    way: str
    other: str
    services: str
    state: str
    colour: str | None
    sent_at: datetime
    waits: str


def lines(session: Session, case: Case, referrals: Sequence[Referral]) -> list[Line]:
    """The referrals of a case as its list shows them."""
    ids = {key for one in referrals for key in (one.sender_id, told_of(one)) if key}
    known = names(session, ids)
    return [_line(case, one, known) for one in referrals]


def _line(case: Case, one: Referral, known: Mapping[Any, str]) -> Line:
    ours = one.case_id == case.id
    return Line(
        href=url_for("outbound.show", reference=case.reference, sent=one.reference)
        if ours
        else url_for("referrals.show", reference=one.reference),
        receipt=one.receipt,
        way=_("Sent from the case") if ours else _("The case came from it"),
        other=receiver(one, known) if ours else known.get(one.sender_id, ""),
        services=code_label("service_kind", one.services),
        state=code_label("referral_state", one.state),
        colour=TAGS.get(one.state),
        sent_at=one.sent_at,
        waits=waits(one) if ours else "",
    )


def told_of(one: Referral) -> UUID | None:
    """The receiver of whom the sender may know: the one it chose, never one to whom the referral was passed on."""
    return one.receiver_id if one.previous_id is None else None


def receiver(one: Referral, known: Mapping[Any, str]) -> str:
    """The receiver for the sender's eyes; ``known`` are the names of those in ``told_of``."""
    if one.previous_id is not None:
        return _("Passed on to another organisation")
    return known.get(one.receiver_id, "") or one.outside


def waits(one: Referral) -> str:
    """What the sender has to do; "" for nothing."""
    if one.state == states.INFO_REQUESTED:
        return _("The receiver has a question")
    if unsigned(one):
        return _("Needs a countersignature")
    return ""


def panel(session: Session, actor: Actor, case: Case) -> panels.Panel | None:
    """The card on the overview: the referrals that are open still, else the last one; and what the viewer has begun."""
    if not may(actor, "referral:track"):
        return None
    found = queries.of_case(session, actor, case)
    live = [one for one in found if one.state not in states.ENDED] or list(found[:1])
    shown = lines(session, case, live)
    waiting = [f"{one.receipt}: {one.waits}." for one in shown if one.waits]
    begun = begun_in(session, actor, case, kept_since()) if may(actor, "referral:send") else ()
    return panels.Panel(
        title=_("Case referrals"),
        rows=(
            *((f"{one.way}: {one.other}", one.state) for one in shown),
            *((_("Begun and not sent"), show_datetime(one.saved_at)) for one in begun),
        ),
        link=url_for("outbound.index", reference=case.reference),
        link_text=_("All referrals of the case") if found else _("Refer to another organisation"),
        warning=" ".join(waiting),
    )


def offer_panel(state: BlueprintSetupState) -> None:
    """Give the card to the overview of the application in which the blueprint is registered."""
    panels.register(state.app, panel, order=35)


def facts(referral: Referral, receiver: str) -> list[dict[str, str]]:
    """What was asked of whom, on what ground."""
    rows = [
        (_("Receiver"), receiver),
        (_("How it is told"), _("In this system") if referral.receiver_id else _("By letter")),
        (code_label("referral_field", "services"), code_label("service_kind", referral.services)),
        (code_label("referral_field", "commune_code"), value("commune_code", referral.commune_code)),
        (code_label("referral_field", "risk"), code_label("risk_level", referral.risk)),
        (code_label("referral_field", "ground"), code_label("referral_ground", referral.ground)),
    ]
    if referral.legal_ground:
        ground = code_label("legal_ground", referral.legal_ground)
        rows.append((code_label("referral_field", "legal_ground"), ground))
    return [{"key": key, "value": words} for key, words in rows]


@dataclass(frozen=True)
class ReplyShown:
    """An answer to a letter, as a card."""

    title: str
    rows: list[dict[str, str]]


def replies(referral: Referral, given: Sequence[AckLink]) -> list[ReplyShown]:
    """What the receiver of a letter answered: that it takes it on, or why it can't; who said so, when and how."""
    last = len(given) - 1 if referral.state == states.DECLINED else None
    return [_reply(referral, one, declined=place == last) for place, one in enumerate(given)]


def _reply(referral: Referral, one: AckLink, *, declined: bool) -> ReplyShown:
    rows = [
        (_("Reason"), code_label("decline_reason", referral.reason) if declined else ""),
        (_("When"), show_datetime(one.answered_at)),
        (_("Name"), one.name),
        (_("Post"), one.post),
        (_("How"), _("Through the link in the letter") if one.token_hash else _("Told to us by other means")),
    ]
    title = _("The receiver takes it on")
    if declined:
        title = _("Declined by letter") if one.token_hash else _("The receiver declined")
    return ReplyShown(title, [{"key": key, "value": words} for key, words in rows if words])


def sign_by(referral: Referral) -> datetime:
    """By when a colleague must have signed."""
    return context.policy().deadlines.due("countersign", referral.risk, referral.sent_at)
