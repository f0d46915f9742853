"""What is counted, in words: made of the policies, so that what a site adds is explained without a line of code."""

from collections.abc import Iterable

from casework.indicators import presenters as figures
from casework.indicators.catalogue import COUNTRY, LISTS, PROVINCE, TableSpec
from casework.indicators.definitions import ACTIVITY, COUNSELLING, FACILITIES, PERPETRATORS, Indicator
from casework.indicators.policies import SitePolicies
from casework.indicators.presenters import DIMENSIONS
from casework.refusal import N_
from casework.releases.presenters import FLAGS, code_name
from casework.ui.language import _, current

Rows = list[dict[str, object]]

SEVERAL = frozenset({"harm", "relation", "service", "source", "stream"})
"""Of these one person can have several: their numbers add up to more than all."""
AREAS = {COUNTRY: N_("the whole country"), PROVINCE: N_("the whole country and each province")}


def overlapping(dimensions: Iterable[str]) -> list[str]:
    """The dimensions of which one person can have several codes, in words."""
    return [_(DIMENSIONS[name]) for name in dimensions if name in SEVERAL]


def about(indicator: Indicator, policies: SitePolicies) -> Rows:
    """An indicator: who is counted, of whom which, when, and where the definition comes from."""
    language = current()
    rows = [
        (_("Who is counted"), _who(indicator, policies)),
        (_("Denominator"), _denominator(indicator)),
        (_("Numerator"), _numerator(indicator, policies)),
        (_("Counted beside it"), "; ".join(extra.name.of(language) for extra in indicator.extras)),
        (_("Period"), _period(indicator)),
        (_("Where"), _where(indicator)),
        (_("Broken down by"), "; ".join(_broken_down(indicator, policies))),
        (_("Source"), indicator.source.of(language)),
        (_("Status of the source"), figures.source_status(indicator.source_status)),
        (_("Responsible"), indicator.owner.of(language)),
        (_("Code"), indicator.code),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def about_table(spec: TableSpec, policies: SitePolicies) -> Rows:
    """A table: who is counted, where, by what, and how it is protected."""
    rows = [(_("Who is counted"), policies.catalogue.populations[spec.population].words.of(current()))]
    area = N_("each commune, when a year is closed") if spec.area not in AREAS else AREAS[spec.area]
    rows.append((_("Where"), _(area)))
    rows += [(_(DIMENSIONS[name]), _codes(name, policies)) for name in spec.dimensions]
    several = overlapping(spec.dimensions)
    if several:
        words = _(
            "One person can be in several rows by: %(names)s. The rows may add up to more than all.",
            names=", ".join(several),
        )
        rows.append((_("How to add up"), words))
    if spec.code in policies.catalogue.rounded:
        protected = _("Every number is rounded; all of them stand for the same people as the exact tables.")
    else:
        protected = _("Exact numbers; some are withheld so that no small one can be worked out.")
    rows += [(_("Protection"), protected), (_("Code"), spec.code)]
    return [{"key": key, "value": value} for key, value in rows]


def _who(indicator: Indicator, policies: SitePolicies) -> str:
    if indicator.counts == FACILITIES:
        kinds = _labels("provider_kind", indicator.provider_kinds, policies)
        words = N_("Public facilities: %(kinds)s") if indicator.public_only else N_("Facilities: %(kinds)s")
        return _(words, kinds=kinds)
    kinds = _labels("case_kind", indicator.case_kinds, policies)
    if indicator.counts == PERPETRATORS:
        return _("Alleged perpetrators, once each, in cases of these kinds: %(kinds)s", kinds=kinds)
    if indicator.need is None:
        return _("People, once each, in cases of these kinds: %(kinds)s", kinds=kinds)
    return _(
        "People, once each, in cases of these kinds whose need for support is “%(need)s”: %(kinds)s",
        need=_labels("need", indicator.need, policies),
        kinds=kinds,
    )


def _denominator(indicator: Indicator) -> str:
    if indicator.not_prosecuted_in_denominator:
        return _("Those who by the cut-off were prosecuted in none of these cases")
    return _("All of them")


def _numerator(indicator: Indicator, policies: SitePolicies) -> str:
    kinds = indicator.numerator.kinds
    if indicator.numerator.fact == ACTIVITY:
        listed = _labels("activity_kind", kinds, policies)
        return _("Those with at least one activity in the period: %(kinds)s", kinds=listed)
    if indicator.numerator.fact == COUNSELLING:
        listed = _labels("counselling_kind", kinds, policies)
        return _(
            "Those not prosecuted who attended at least one session by the cut-off: %(kinds)s", kinds=listed
        )
    if len(kinds) == len(policies.vocabulary["service_kind"].codes):
        return _("Those to whom any service was delivered by the cut-off")
    return _(
        "Those to whom at least one of these was delivered by the cut-off: %(kinds)s",
        kinds=_labels("service_kind", kinds, policies),
    )


def _period(indicator: Indicator) -> str:
    if indicator.counts == FACILITIES:
        return _("Activities from 1 January to the last day of the half-year or year")
    return _(
        "Cases detected from 1 January to the last day of the half-year or year, with what was done by the cut-off"
    )


def _where(indicator: Indicator) -> str:
    if indicator.counts == FACILITIES:
        return _("Where the facility sits")
    return _("Where the case was detected")


def _broken_down(indicator: Indicator, policies: SitePolicies) -> list[str]:
    """By what the released tables break it down."""
    spec = policies.catalogue.figures.get(indicator.code)
    if spec is None:
        return []
    wanted = {*spec.numerator, *spec.denominator}
    found = [
        name
        for table in policies.catalogue.of(spec.population)
        if wanted <= set(table.dimensions)
        for name in table.dimensions
        if name not in wanted
    ]
    return [_(DIMENSIONS[name]) for name in dict.fromkeys(found)]


def _codes(dimension: str, policies: SitePolicies) -> str:
    if dimension in FLAGS:
        codes: Iterable[str] = ("yes", "no")
    elif dimension == "stream":
        codes = policies.indicators.stream_names
    else:
        codes = policies.vocabulary[LISTS[dimension]].codes
    return "; ".join(code_name(dimension, code, policies) for code in codes)


def _labels(name: str, codes: Iterable[str], policies: SitePolicies) -> str:
    return "; ".join(policies.vocabulary.label(name, code, current()) for code in codes)
