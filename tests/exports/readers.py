"""Readers of what other systems are sent, as strict as their own rules, written from those and not from our writers."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

ADX = "{urn:ihe:qrph:adx:2015}"
# The schema of the ADX profile: exported, orgUnit, period, dataElement and value are required; a period is a
# first day and a length; a value is a decimal; other attributes are dimensions.
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
RANGE = re.compile(r"\d{4}-\d\d-\d\d/P(1Y|6M|3M|1M)")
DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
CODE = re.compile(r"\S(.{0,48}\S)?")

Named = dict[tuple[str, ...], Decimal]


def read_adx(data: bytes) -> tuple[dict[str, str], Named]:
    """What all groups share, and the values by organisation unit, data element and sorted dimensions."""
    root = ET.fromstring(data)  # noqa: S314  our own bytes
    assert root.tag == f"{ADX}adx"
    assert DATETIME.fullmatch(root.attrib["exported"])
    assert len(root) > 0, "an adx has at least one group"
    found: Named = {}
    shared: dict[str, str] = {}
    for group in root:
        assert group.tag == f"{ADX}group"
        about = dict(group.attrib)
        unit = about.pop("orgUnit")
        assert RANGE.fullmatch(about["period"])
        assert about["dataSet"]
        assert shared in ({}, about)
        shared = about
        assert len(group) > 0, "a group has at least one value"
        for value in group:
            assert value.tag == f"{ADX}dataValue"
            told = dict(value.attrib)
            element, number = told.pop("dataElement"), told.pop("value")
            assert DECIMAL.fullmatch(number)
            key = (unit, element, *(f"{name}={code}" for name, code in sorted(told.items())))
            assert key not in found, "the same value twice"
            found[key] = Decimal(number)
    return shared, found


def read_dhis2(data: bytes) -> tuple[str, Named]:
    """The period, and the values by organisation unit, data element and combination."""
    document = json.loads(data)
    assert set(document) == {"dataSet", "dataValues"}
    found: Named = {}
    periods = set()
    for one in document["dataValues"]:
        assert set(one) == {
            "dataElement",
            "period",
            "orgUnit",
            "categoryOptionCombo",
            "attributeOptionCombo",
            "value",
            "comment",
        }
        assert all(isinstance(text, str) and CODE.fullmatch(text) for text in one.values())
        key = (one["orgUnit"], one["dataElement"], one["categoryOptionCombo"])
        assert key not in found, "the same value twice"
        found[key] = Decimal(one["value"])
        periods.add(one["period"])
    (period,) = periods
    assert re.fullmatch(r"\d{4}(S[12]|Q[1-4])?", period)
    return period, found


def read_dhis2_csv(data: bytes) -> tuple[str, Named]:
    """The same out of the columns that the import of DHIS2 reads by place."""
    head, *rows = csv.reader(io.StringIO(data.decode()))
    assert (
        head == "dataelement period orgunit catoptcombo attroptcombo value storedby lastupd comment".split()
    )
    (period,) = {row[1] for row in rows}
    return period, {(row[2], row[0], row[3]): Decimal(row[5]) for row in rows}


def read_csvw(data: bytes) -> tuple[Mapping[str, Any], dict[str, list[dict[str, Any]]]]:
    """The metadata, and each table's rows, typed and checked by what the metadata says of its columns."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        metadata = json.loads(book.read("csv-metadata.json"))
        assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
        assert {one["url"] for one in metadata["tables"]} | {"csv-metadata.json"} == set(book.namelist())
        return metadata, {
            one["url"]: _rows(
                book.read(one["url"]).decode(metadata["dialect"]["encoding"]), one["tableSchema"]
            )
            for one in metadata["tables"]
        }


def _rows(text: str, schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    columns = schema["columns"]
    assert head == [one["titles"] for one in columns]
    found = [
        {column["name"]: _typed(cell, column) for column, cell in zip(columns, line, strict=True)}
        for line in lines
    ]
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in found]
    assert len(keys) == len(set(keys)), "the primary key is unique"
    return found


def _typed(cell: str, column: Mapping[str, Any]) -> Any:
    kind = column["datatype"]
    base = kind if isinstance(kind, str) else kind["base"]
    if cell == "":
        assert not column["required"], column["name"]
        return None
    if base == "integer":
        assert int(cell) >= kind["minimum"]
        return int(cell)
    if base == "boolean":
        yes, no = kind["format"].split("|")
        return {yes: True, no: False}[cell]
    assert base == "string"
    return cell
