"""What `wikicafe replay` says when it cannot begin."""

from pathlib import Path

from click.testing import CliRunner, Result

from wikicafe.commands.replay import replay

SMALL = Path(__file__).parent.parent / "guests" / "session_008_small.jsonl"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(replay, arguments)


def test_a_bad_file_ends_with_2_and_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"type": "session"', "utf-8")
    result = run(str(path), "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert result.stderr.startswith("wikicafe: Line 1 is not JSON")
    assert result.stderr.count("\n") == 1


def test_a_missing_file_ends_with_2(tmp_path: Path) -> None:
    result = run(str(tmp_path / "none.jsonl"), "--out", str(tmp_path))
    assert result.exit_code == 2 and "cannot be read" in result.stderr


def test_an_address_without_its_key_is_refused(tmp_path: Path) -> None:
    result = run(str(SMALL), "--out", str(tmp_path), "--url", "http://127.0.0.1:1")
    assert result.exit_code == 2 and "--url and --key go together" in result.stderr


def test_an_address_that_is_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    result = run(str(SMALL), "--out", str(tmp_path), "--url", "cafe.example", "--key", "k")
    assert result.exit_code == 1 and "address looks like http" in result.stderr
