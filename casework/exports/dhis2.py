"""Data value sets as DHIS2 takes them (``/api/dataValueSets``), as JSON and as CSV."""

import csv
import io
import json

from casework.exports.codemaps import CodeMap
from casework.exports.periods import dhis2_period
from casework.exports.sending import Sending

HEADS = (
    "dataelement",
    "period",
    "orgunit",
    "catoptcombo",
    "attroptcombo",
    "value",
    "storedby",
    "lastupd",
    "comment",
)


def as_json(sent: Sending, codemap: CodeMap) -> bytes:
    """One data value for each number; the release's code is the comment of each."""
    period = dhis2_period(sent.head.period)
    document = {
        "dataSet": codemap.data_set,
        "dataValues": [
            {
                "dataElement": one.element,
                "period": period,
                "orgUnit": one.org_unit,
                "categoryOptionCombo": one.combo,
                "attributeOptionCombo": codemap.attribute_option_combo,
                "value": str(one.value),
                "comment": sent.head.code,
            }
            for one in sent.values
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def as_csv(sent: Sending, codemap: CodeMap) -> bytes:
    """The same in the columns that its import reads; who stored it and when is for DHIS2 to say."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADS)
    period, attribute = dhis2_period(sent.head.period), codemap.attribute_option_combo
    for one in sent.values:
        writer.writerow(
            (one.element, period, one.org_unit, one.combo, attribute, one.value, "", "", sent.head.code)
        )
    return buffer.getvalue().encode()
