"""What an official document says, before anybody lays it out (pure).

The layout is that of Decree 30/2020/NĐ-CP, Annex I; the words are Vietnamese, as official documents are.
Number, date, signature and seal stay blank: what the system makes is a draft.
"""

from collections.abc import Iterator
from dataclasses import dataclass

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DRAFT = "DỰ THẢO"
END = "./."


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part: level 1 is bold, level 2 bold and italic."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text; ``remark`` ones are set in italics."""

    text: str
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a caption, headings, rows of text, and remarks under it.

    ``widths`` are shares of the line, one a column; ``numbers`` says of each column whether it is set right.
    ``unit`` stands above the table, right ("Đơn vị tính: người").
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numbers: tuple[bool, ...]
    unit: str = ""
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        columns = {len(self.headings), len(self.widths), len(self.numbers), *map(len, self.rows)}
        if len(columns) > 1:
            raise ValueError("A table needs as many cells in each row as it has headings.")


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole document.

    ``above`` is the agency above the one that writes (may be empty); ``symbol`` follows the blank number
    ("BC-SNV"); ``subject`` is the line under the kind of document; ``capacity`` are the lines over the
    signature ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"); ``recipients`` come before where it is filed. The ``annex`` has a
    page of its own after the signature.
    """

    kind: str
    subject: str
    above: str
    agency: str
    symbol: str
    place: str
    year: int
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]
    filing: str
    capacity: tuple[str, ...]
    annex: tuple[Block, ...] = ()

    @property
    def number(self) -> str:
        """The line of the blank number."""
        return f"Số:        /{self.symbol}"

    @property
    def day(self) -> str:
        """The line of place and blank date."""
        return f"{self.place}, ngày      tháng      năm {self.year}"

    @property
    def of_annex(self) -> str:
        """The line under the annex's title."""
        return f"(Kèm theo {self.kind} số        /{self.symbol} ngày      tháng      năm {self.year})"

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks, with the mark that ends an official text after the last paragraph."""
        for at in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[at]
            if isinstance(block, Paragraph) and not block.remark:
                ended = Paragraph(block.text.rstrip().removesuffix(".") + END)
                return (*self.blocks[:at], ended, *self.blocks[at + 1 :])
        return (*self.blocks, Paragraph(END))

    @property
    def sent_to(self) -> tuple[str, ...]:
        """The list under "Nơi nhận"."""
        return tuple(self._sent_to())

    def _sent_to(self) -> Iterator[str]:
        for one in self.recipients:
            yield f"- {one.rstrip(';.')};"
        if self.filing:
            yield f"- Lưu: {self.filing.removeprefix('Lưu').lstrip(': ')}."
