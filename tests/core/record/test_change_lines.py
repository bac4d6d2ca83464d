"""Lines of the log: what a torn append explains is cut off, all else is refused."""

import pytest

from custom_components.access_codes.core.record.change_lines import (
    LogBroken,
    line_of,
    lines_of,
)

PAYLOADS = (b'{"generation":1}', b'{"put":{"codes":[1]}}', b'{"drop":2}', b'{"set":3}')


def log(*payloads: bytes) -> bytes:
    content, check = b"", 0
    for payload in payloads:
        line, check = line_of(payload, check)
        content += line
    return content


WHOLE = log(*PAYLOADS)
ENDS = [len(log(*PAYLOADS[:count])) for count in range(len(PAYLOADS) + 1)]


def test_lines_are_read_as_they_were_written() -> None:
    lines = lines_of(WHOLE)
    assert lines.payloads == PAYLOADS
    assert lines.end == len(WHOLE)
    more, _ = line_of(b"more", lines.check)
    assert lines_of(WHOLE + more).payloads == (*PAYLOADS, b"more")


@pytest.mark.contract("13.62")
def test_a_log_that_is_cut_anywhere_has_the_lines_before() -> None:
    for length in range(len(WHOLE)):
        lines = lines_of(WHOLE[:length])
        count = sum(end <= length for end in ENDS) - 1
        assert lines.payloads == PAYLOADS[:count]
        assert lines.end == ENDS[count]


@pytest.mark.contract("13.62")
def test_a_last_line_with_blocks_that_never_got_to_the_disk_is_torn() -> None:
    for begin in range(ENDS[-2], len(WHOLE)):
        for end in range(begin + 1, len(WHOLE) + 1):
            lost = WHOLE[:begin] + b"\x00" * (end - begin) + WHOLE[end:]
            assert lines_of(lost).payloads == PAYLOADS[:-1]


@pytest.mark.contract("13.62")
def test_no_flipped_bit_is_overlooked() -> None:
    for bit in range(8 * len(WHOLE)):
        flipped = bytearray(WHOLE)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            lines = lines_of(bytes(flipped))
        except LogBroken:
            continue
        # Only in the last line: without its end, or with a zero, it could be a torn one.
        assert bit // 8 >= ENDS[-2]
        assert lines.payloads == PAYLOADS[:-1]


@pytest.mark.contract("13.62")
@pytest.mark.parametrize(
    "content",
    [
        log(PAYLOADS[0], *PAYLOADS[2:]) + b"",
        WHOLE[: ENDS[1]] + WHOLE[ENDS[2] :],
        WHOLE[: ENDS[2]] + WHOLE[ENDS[1] :],
        WHOLE[: ENDS[1]] + WHOLE[ENDS[2] : ENDS[3]] + WHOLE[ENDS[1] : ENDS[2]],
        WHOLE + WHOLE,
        WHOLE[: ENDS[1]] + b"\x00" * 30 + WHOLE[ENDS[2] :],
        b"\n" + WHOLE,
        WHOLE + b"\n\n",
        WHOLE.replace(b"\n", b"\r\n"),
    ][1:],
)
def test_a_line_that_is_missing_repeated_or_moved_is_refused(content: bytes) -> None:
    with pytest.raises(LogBroken):
        lines_of(content)
    lenient = lines_of(content, is_lenient=True)
    assert lenient.payloads == PAYLOADS[: len(lenient.payloads)]
