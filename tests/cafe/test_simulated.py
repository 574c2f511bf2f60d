"""A rehearsal leaves no trace."""

from tests.cast import AMA, FATIMA, CafeInTests, running_cafe
from wikicafe.cafe.simulated import RemoveSimulated


def test_simulated_people_go_with_everything_they_wrote():
    cafe = CafeInTests().facilitated().join(AMA, "bo", "chen")
    cafe.join("robot1", "robot2", "robot3", simulated=True).seated()
    cafe.begin("s2")
    real, simulated = cafe.write(AMA, "real"), cafe.write("robot1", "beep")
    assert cafe.view("board", FATIMA)["notes"][1]["simulated"]
    cafe.do(FATIMA, RemoveSimulated())
    assert set(cafe.cafe.people) == {FATIMA, AMA, "bo", "chen"}
    assert set(cafe.cafe.notes) == {real}
    assert simulated not in str(cafe.view("panel", FATIMA))
    assert cafe.do(FATIMA, RemoveSimulated()).events == ()


def test_a_cafe_without_simulated_people_loses_nothing():
    cafe = running_cafe()
    assert cafe.do(FATIMA, RemoveSimulated()).events == ()
