"""Values that stand for what must not get out, and the ways in which bytes can hold them."""

import base64
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import quote

import numpy as np

from casework.vocabulary.folding import fold

# Nobody has these; each is long and odd enough to be found nowhere by chance.
PLANTED: Mapping[str, str] = {
    "name": "Nguyễn Thị Kim Xuyến Ngọc",
    "other name": "Lường Hoàng Thế Vượng",
    "person's phone": "0987123654",
    "other phone": "0976543218",
    "citizen number": "079187009913",
    "address": "Số 9417 hẻm Bông Sen Trắng",
    "ethnic group": "Pu Péo ở Phố Là",
    "disability": "khiếm thính từ thuở lọt lòng",
    "safe number": "0965432187",
    "hours": "rạng sáng thứ bảy tuần chẵn",
    "who picks up": "dì Út bán xôi gấc đầu ngõ",
    "caller's name": "chị Quyên cửa hàng vải Lụa",
    "code word": "cây khế ngọt trĩu quả",
    "place": "chòi vịt sau ruộng bà Bảy",
    "narrative": "anh ta bẻ gãy chiếc lược sừng của mẹ tôi",
    "remark": "chỉ đồng ý nếu bà ngoại đi cùng",
    "note": "hẹn ở quán chè bưởi cạnh bến phà",
    "service note": "bác sĩ khâu bảy mũi ở cung mày trái",
    "relative's name": "Lường Út Mắt Híp Khắc Khoải",
    "relative's phone": "0934567812",
    "relative's citizen number": "079087009914",
    "staff phone": "0923456781",
    "staff citizen number": "031185207915",
    "safe window": "chỉ khi trời mưa phùn buổi xế",
    "access needs": "nạng gỗ sơn màu cánh kiến",
    "sender's answer": "đợi được tới lúc gà gáy canh tư",
    "reason of the risk": "hắn mài dao bầu sau chuồng bò đêm rằm",
    "version of a tool": "bản chép tay của cô Thoại",
    "why an order": "hắn rình ở bờ ao nhà cô giáo Thoa",
    "which court": "tòa cạnh gốc si già phố Hàng Nón",
    "number of an order": "8143/QĐ-BÔNGSEN",
    "contact's place": "rạp cưới trước sân đình Vải Thiều",
    "contact's reason": "giỗ cụ tổ nghề đan rổ họ Lường",
    "breach": "hắn ném gạch vỡ chum tương nhà ngoại",
    "reasons to keep an order": "chị khóc bảo hắn cầm kéo bắt ký",
    "who acknowledged": "Tống Khánh Vân Lam Giang",
    "post": "phó trạm coi vườn thuốc nam",
    "part of a report": "nhà chị có giàn thiên lý tím bên giếng",
    "letterhead": "Phòng Dệt Thổ Cẩm Làng Vượn",
    "reason to return a report": "bớt chuyện bà nội nuôi ngỗng ba chân",
    "session note": "ông ta khóc khi nhắc đến đàn bồ câu",
}


EMPTY = re.compile(rb"\x00{32,}")
START = 4  # bytes of a needle that are looked for first; none is shorter


def needles() -> dict[bytes, str]:
    """Every spelling and encoding in which a planted value could lie in a file, with the value's kind."""
    return {found: kind for kind, value in PLANTED.items() for found in _encoded(value)}


def _spelled(value: str) -> set[str]:
    composed = unicodedata.normalize("NFC", value)
    bare = {composed, composed.lower(), composed.upper(), fold(value), value.replace(" ", "_")}
    if value.isdigit():
        bare |= {f"+84{value[1:]}", f"84{value[1:]}"} if len(value) == 10 else set()
    return bare | {unicodedata.normalize("NFD", one) for one in bare}


def _encoded(value: str) -> Iterator[bytes]:
    for text in _spelled(value):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = text.encode(encoding)
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            yield from _base64(raw)
        yield quote(text).encode()
        yield text.encode("unicode_escape")
        yield "".join(f"\\u{ord(letter):04x}" if ord(letter) > 126 else letter for letter in text).encode()


def _base64(raw: bytes) -> Iterator[bytes]:
    """The middle of the base64 of it at each of the three places where it can begin."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw)
        inner = whole[4 if shift else 0 : len(whole) // 4 * 4 - 4]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


class Hound:
    """Finds planted values in bytes, however many: where two bytes fit, then four, the rest is compared."""

    def __init__(self) -> None:
        self.kinds = needles()
        self.by_start: dict[int, list[bytes]] = {}
        for needle in self.kinds:
            self.by_start.setdefault(int.from_bytes(needle[:START], "little"), []).append(needle)
        self.begins = np.zeros(1 << 16, bool)
        self.begins[[start & 0xFFFF for start in self.by_start]] = True

    def finds(self, held: bytes) -> set[str]:
        """The kinds of planted values that these bytes hold."""
        filled = EMPTY.sub(b"", held)
        return {self.kinds[needle] for needle in self._within(filled + b"\0" * START)}

    def _within(self, held: bytes) -> Iterator[bytes]:
        for shift in range(START):
            words = np.frombuffer(held, "<u4", count=(len(held) - shift) // START, offset=shift)
            places = np.flatnonzero(self.begins[words & 0xFFFF])
            for place, start in zip(places.tolist(), words[places].tolist(), strict=True):
                at = shift + START * place
                yield from (one for one in self.by_start.get(start, ()) if held.startswith(one, at))
