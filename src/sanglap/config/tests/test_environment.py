import pytest
from pydantic import ValidationError

from sanglap.config.environment import Environment


def test_lists_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGLAP_HOSTS", "a.example, b.example,")
    assert Environment().hosts == ["a.example", "b.example"]


def test_an_empty_variable_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert Environment().port == 8000


def test_a_demo_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGLAP_DEMO", "true")
    monkeypatch.setenv("SANGLAP_HOSTS", "localhost")
    assert Environment().demo
    monkeypatch.setenv("SANGLAP_HOSTS", "localhost,sanglap.gov.bd")
    with pytest.raises(ValidationError, match="this machine only"):
        Environment()


@pytest.mark.parametrize(("name", "value"), [("PORT", "seventy"), ("PORT", "0"), ("SANGLAP_CLOCK", "tomorrow")])
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Environment()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGLAP_SECRET_KEY", "open sesame")
    assert "sesame" not in repr(Environment())
