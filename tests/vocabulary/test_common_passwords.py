from casework.paths import ROOT_POLICIES


def test_the_list_is_long_tidy_and_knows_the_habits_of_the_country() -> None:
    lines = (ROOT_POLICIES / "common-passwords.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert len(words) == len(set(words)) > 1000
    assert all(word == word.strip().casefold() for word in words)
    assert {"matkhau123456", "anhyeuem123456", "password1234", "123456789012", "qwertyuiopasdf"} <= set(words)
    assert sum(len(word) >= 12 for word in words) > 500
