"""Four servers behind a proxy are one house: nothing is lost and nobody moved while each starts again."""

import http.cookiejar
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.company import Company, patiently, wait_until
from tests.faults.oracles import judge
from tests.workers.many_processes import House, PollingWire, Proxy, by_turns, status
from wikicafe.eventlog import open_log
from wikicafe.guests.wire import Wire

pytestmark = [pytest.mark.redis, pytest.mark.server, pytest.mark.slow]
PEOPLE = 10
SPOKEN = 25  # verdicts between two restarts


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    yield house
    house.stop()


@pytest.fixture(params=["haproxy", "nginx"])
def proxy(request: pytest.FixtureRequest, house: House, tmp_path: Path) -> Iterator[Proxy]:
    proxy = Proxy(request.param, tmp_path / request.param, house.workers)
    yield proxy
    proxy.stop()


def seats(company: Company) -> dict[str, dict[str, str]]:
    view = patiently(company.look)
    return {person["id"]: person["seats"] for person in view["people"]}


def test_a_rolling_restart_during_a_round_loses_nothing_and_moves_nobody(
    house: House, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wikicafe.guests.guest.Wire", by_turns(Wire, PollingWire))
    company = Company(proxy.url, house.key, PEOPLE).come()
    company.chatter()
    before = seats(company)
    # One is enough to see the other proxy bear it; the test suite has but so much time.
    for worker in house.workers if proxy.name == "haproxy" else house.workers[:1]:
        spoken = company.count + SPOKEN
        assert wait_until(lambda spoken=spoken: company.count >= spoken), worker.tail()
        worker.stop()  # as `systemctl restart` does
        worker.start()
        assert wait_until(lambda url=worker.url: status(f"{url}/healthz") == 200)
    company.settle()
    assert all(guest.is_live for guest in company.guests)
    assert seats(company) == before
    panel = patiently(company.look)
    assert wait_until(
        lambda: set(patiently(company.look)["connected"]) >= {p for p, s in before.items() if s}
    )
    assert panel["clock"]["step"] == "s1"
    assert all(person["present"] for person in panel["people"])

    said, seen, unsent = company.said(), company.seen(), company.unsent
    assert company.refused().keys() <= {"note-withdrawn"}  # two thoughts about one note
    company.go()
    log = open_log(house.redis.url(), only_reading=True)
    verdict = judge(log, company.cafe, said, seen, unsent)
    names = [record.name for record in log.read(company.cafe, limit=100_000)]
    log.close()
    assert verdict.faults == {}
    assert verdict.acknowledged >= SPOKEN // 2 and verdict.views > PEOPLE
    assert "participant-left" not in names  # nobody was taken for away
    assert "seating-announced" not in names[names.index("step-begun") :]


def test_a_phone_stays_with_its_process_by_a_cookie(house: House, proxy: Proxy) -> None:
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    for _ in range(8):
        browser.open(proxy.url + "/healthz", timeout=5).read()
    (kept,) = [cookie for cookie in jar if cookie.name == "wikicafe_worker"]
    first = kept.value
    browser.open(proxy.url + "/healthz", timeout=5).read()
    assert {c.value for c in jar if c.name == "wikicafe_worker"} == {first}
    assert kept.has_nonstandard_attr("HttpOnly")


def test_the_figures_of_a_process_are_not_for_guests(house: House, proxy: Proxy) -> None:
    assert status(proxy.url + "/metrics") == 404
    assert status(proxy.url + "/healthz") == 200
