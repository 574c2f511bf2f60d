"""Everything a client can put on the wire becomes an event we know, or `malformed`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio import packet

from wikicafe.web.packets import HEARD, MALFORMED, StrictPacket
from wikicafe.web.payloads import LONGEST_PACKET

NAMES = HEARD | {MALFORMED}


@pytest.mark.parametrize(
    "text",
    [
        '21["hello",NaN]',
        '21["hello",1e999]',
        '21["hello","\\ud800"]',
        '21["connect"]',
        '21["disconnect"]',
        '21["disconnecting","x"]',
        '21["nonsense",{}]',
        "21[]",
        "21{}",
        '21"hello"',
        "21[7]",
        '21["hello",',
        "21" + "[" * 60_000,
        '21["hello","' + "x" * LONGEST_PACKET + '"]',
        "21",
    ],
)
def test_a_wrong_packet_is_answered_as_malformed(text: str) -> None:
    read = StrictPacket(encoded_packet=text)
    assert (read.packet_type, read.data, read.id) == (packet.EVENT, [MALFORMED], 1)


def test_a_binary_packet_is_malformed_and_waits_for_no_attachment() -> None:
    read = StrictPacket(encoded_packet='51-["hello",{"_placeholder":true,"num":0}]')
    assert read.data == [MALFORMED]
    assert read.attachment_count == 0


@pytest.mark.parametrize("frame", ["", b"", b"2[]", [], ["hello"], 7, {"a": 1}, False, None])
def test_what_is_no_text_is_malformed(frame: object) -> None:
    read = StrictPacket(encoded_packet=frame)
    assert (read.packet_type, read.data, read.id) == (packet.EVENT, [MALFORMED], None)


def test_what_is_right_is_read() -> None:
    read = StrictPacket(encoded_packet='212["clock",{"t0":1.5}]')
    assert (read.data, read.id) == (["clock", {"t0": 1.5}], 12)


@given(st.text() | st.from_regex(r"\A[0-9]{1,3}\[.*", fullmatch=True))
def test_nothing_on_the_wire_raises_or_passes_unknown(text: str) -> None:
    if not text:
        return
    read = StrictPacket(encoded_packet=text)
    if read.packet_type == packet.EVENT:
        assert read.data[0] in NAMES
    else:
        assert read.packet_type in (packet.CONNECT, packet.DISCONNECT)
