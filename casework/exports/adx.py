"""Aggregate Data Exchange (IHE QRPH ADX): one group for each area, one data value for each number shown."""

from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from casework.exports.codemaps import CodeMap
from casework.exports.periods import adx_period
from casework.exports.sending import Sending
from casework.refusal import N_, Refusal

NAMESPACE = "urn:ihe:qrph:adx:2015"


def as_adx(sent: Sending, codemap: CodeMap) -> bytes:
    """The document; what is withheld isn't in it. Refusal where nothing is left: a document needs a value.

    ``exported`` is the moment of the release's approval, so that the same release has the same bytes for ever.
    """
    if not sent.values or sent.head.approved_at is None:
        raise Refusal(N_("There is nothing to send: every number is withheld or has no name there."))
    register_namespace("", NAMESPACE)
    root = Element(f"{{{NAMESPACE}}}adx", {"exported": f"{sent.head.approved_at:%Y-%m-%dT%H:%M:%SZ}"})
    period = adx_period(sent.head.period)
    groups: dict[str, Element] = {}
    for one in sent.values:
        group = groups.get(one.org_unit)
        if group is None:
            about = {"orgUnit": one.org_unit, "period": period, "dataSet": codemap.data_set}
            group = groups[one.org_unit] = SubElement(root, f"{{{NAMESPACE}}}group", about)
        told = {"dataElement": one.element, **dict(one.options), "value": str(one.value)}
        SubElement(group, f"{{{NAMESPACE}}}dataValue", told)
    indent(root, " ")
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data
