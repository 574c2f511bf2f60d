"""The simulated people of one café, as a whole."""

from wikicafe.guests.crowd import Crowd
from wikicafe.guests.door import Door


def test_who_is_still_to_come_stays_away_once_simulated_people_were_removed() -> None:
    crowd = Crowd(Door("http://127.0.0.1:9"), {}, people=3, seed=1, speed=1)
    assert not crowd.is_over
    crowd.guests[0].turned_away = "not-allowed"
    assert crowd.is_over
