"""What the cells of a table say of themselves, for screens on which a row becomes a block."""

import pytest
from markupsafe import Markup

from casework.ui.tables import named_cells

HEADS = [{"text": "Person"}, {"text": 'Where "and" when'}]


def test_each_cell_has_the_name_of_its_column() -> None:
    row = Markup('<th scope="row">A</th>\n<td class="x">B</td>')
    assert named_cells(row, HEADS) == (
        '<th role="rowheader" data-label="Person" scope="row">A</th>\n'
        '<td role="cell" data-label="Where &#34;and&#34; when" class="x">B</td>'
    )


def test_what_somebody_typed_is_no_cell() -> None:
    row = Markup("<td>{}</td><td></td>").format("<td>")
    assert named_cells(row, HEADS).count("data-label") == 2


@pytest.mark.parametrize("cells", [0, 1, 3])
def test_a_row_has_a_cell_for_each_column(cells: int) -> None:
    with pytest.raises(ValueError, match="zip"):
        named_cells(Markup("<td></td>") * cells, HEADS)
