"""What one line may cost: too many without a name, readers who do not read, one name per line."""

from __future__ import annotations

import queue
import threading
from types import SimpleNamespace
from typing import Any

import engineio
import pytest

from tests.web.test_sockets import Dial, wait_until
from tests.web.visitors import Visitor
from wikicafe.app import House
from wikicafe.web.lines import HEAVIEST_QUEUE, LONGEST_QUEUE, Waiting


class Queue(Waiting, queue.Queue):  # type: ignore[type-arg]
    """As the library's under threads."""


def packet(size: int = 10) -> Any:
    return SimpleNamespace(data="x" * size)


def filled(*packets: Any) -> tuple[Queue, list[str]]:
    cut: list[str] = []
    waiting = Queue()
    waiting.overflow = lambda: cut.append("cut")
    for one in packets:
        waiting.put(one)
    return waiting, cut


def test_a_reader_is_cut_at_the_packet_that_is_one_too_many() -> None:
    waiting, cut = filled(*[packet()] * LONGEST_QUEUE)
    assert not cut
    waiting.put(packet())
    assert cut == ["cut"]


def test_a_reader_is_cut_when_what_waits_is_too_heavy() -> None:
    _, cut = filled(*[packet(100_000)] * 12)
    assert cut == ["cut"]


def test_one_large_board_is_no_reason() -> None:
    waiting, cut = filled(packet(20 * HEAVIEST_QUEUE), packet(), packet())
    assert not cut
    while waiting.qsize():
        waiting.get()
    for _ in range(5):
        waiting.put(packet(100_000))
    assert not cut


def test_nothing_more_is_kept_for_whoever_is_being_cut() -> None:
    waiting, cut = filled(*[packet()] * (LONGEST_QUEUE + 5_000))
    assert waiting.qsize() == LONGEST_QUEUE + 1
    assert cut == ["cut"]
    waiting.put(None)  # the end is heard
    assert waiting.qsize() == LONGEST_QUEUE + 2


@pytest.mark.slow
def test_the_line_of_a_reader_who_does_not_read_is_hung_up(
    dial: Dial, house: House, fatima: Visitor, address: str
) -> None:
    deaf = dial(fatima.cafe, fatima.token, transports=["websocket"])
    deaf.call("hello", {"screen": "panel"})
    (line,) = house.socketio.server.eio.sockets.values()
    held = threading.Event()
    line.poll = lambda get=line.poll: (held.wait(10), get())[1]  # its writer stands still
    for _ in range(LONGEST_QUEUE + 5):
        house.sockets.tell([f"{fatima.cafe}/panel"], "signal", {"name": "x", "person": "y"})
    wait_until(lambda: line.closed)
    held.set()
    wait_until(lambda: not deaf.connected)


@pytest.mark.slow
def test_one_address_holds_only_so_many_lines_without_a_name(
    house: House, address: str, fatima: Visitor, dial: Dial
) -> None:
    lines = house.sockets.lines
    lines._most_nameless = 3
    silent = [engineio.Client() for _ in range(3)]
    for one in silent:
        one.connect(address, engineio_path="socket.io")
    with pytest.raises(engineio.exceptions.ConnectionError):
        engineio.Client().connect(address, engineio_path="socket.io", transports=["websocket"])
    silent[0].disconnect()
    wait_until(lambda: sum(lines._by_address.values()) < 3)
    assert dial(fatima.cafe, fatima.token).connected
    for one in silent[1:]:
        one.disconnect()
    wait_until(lambda: not lines._by_address)  # and no address is kept


@pytest.mark.slow
def test_lines_with_a_name_are_not_counted(
    house: House, fatima: Visitor, dial: Dial, address: str
) -> None:
    house.sockets.lines._most_nameless = 2
    for number in range(6):
        guest = Visitor(house, f"{number}" * 32)
        guest.joins(code=fatima.code)
        assert dial(guest.cafe, guest.token, transports=["websocket"]).connected


@pytest.mark.slow
def test_a_line_gets_one_name_and_no_second(house: House, fatima: Visitor, address: str) -> None:
    heard: list[str] = []
    line = engineio.Client()
    line.on("message", heard.append)
    line.connect(address, engineio_path="socket.io", transports=["websocket"])
    hello = f'0{{"cafe":"{fatima.cafe}","token":"{fatima.token}"}}'
    for _ in range(50):
        line.send(hello)
    wait_until(lambda: len(heard) == 50)
    assert sum(said.startswith("0{") for said in heard) == 1
    assert len(house.sockets._connections) == 1
    line.disconnect()
    wait_until(lambda: not house.sockets._connections)
    assert house.live.connected(fatima.cafe) == set()


@pytest.mark.slow
def test_who_opens_tab_after_tab_loses_the_first(house: House, fatima: Visitor, dial: Dial) -> None:
    tabs = [dial(fatima.cafe, fatima.token, transports=["websocket"]) for _ in range(13)]
    wait_until(lambda: not tabs[0].connected)
    assert all(tab.connected for tab in tabs[1:])
