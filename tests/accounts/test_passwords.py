"""Passwords: nobody can tell by the answer or its time whether a mail address is known."""

from __future__ import annotations

from argon2 import PasswordHasher, extract_parameters

from marketplace.accounts import passwords


class TestDecoy:
    def test_costs_what_a_real_hash_costs(self) -> None:
        real = extract_parameters(passwords.hash_password("a password of length"))
        assert extract_parameters(passwords._decoy) == real

    def test_is_opened_by_nothing_and_is_whole(self) -> None:
        assert not passwords.matches("a password of length", None)
        assert not passwords.matches("", None)
        assert not PasswordHasher().check_needs_rehash(passwords._decoy)
