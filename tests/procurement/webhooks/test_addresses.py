"""Only the public internet is called, whatever an address says."""

from __future__ import annotations

import pytest
from flask import Flask

from marketplace.procurement.webhooks.addresses import AddressRefused, check_address

PUBLIC = "203.0.114.7"


def named(*addresses: str) -> list[str]:
    return list(addresses)


class TestAddresses:
    def test_a_public_one_is_taken_with_what_is_connected_to(self, app: Flask) -> None:
        target = check_address("https://hooks.example.go.kr/a?b=1", lambda _h, _p: [PUBLIC])
        assert (target.ip, target.host, target.port) == (PUBLIC, "hooks.example.go.kr", 443)
        assert (target.path, target.is_secure) == ("/a?b=1", True)

    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.0.1", "169.254.169.254"),
            *("0.1.2.3", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "255.255.255.255"),
            *("::1", "::", "fe80::1", "fd00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1"),
            *("64:ff9b::a00:1", "2002:a00:1::", "2001::1"),
        ],
    )
    def test_any_other_is_refused_also_beside_a_public_one(self, app: Flask, address: str) -> None:
        for found in ([address], [PUBLIC, address]):
            with pytest.raises(AddressRefused):
                check_address("https://hooks.example.go.kr/", lambda _h, _p, f=found: f)

    @pytest.mark.parametrize(
        "url",
        [
            *("http://hooks.example.go.kr/", "ftp://hooks.example.go.kr/", "hooks.example.go.kr"),
            *("https://", "https:///x", "https://a:b@hooks.example.go.kr/", "//hooks.example/"),
            *(
                "https://hooks.example.go.kr:0/",
                "https://hooks.example.go.kr:99999/",
                "https://[::1",
            ),
            *("https://hooks.example.go.kr/#x", "https://훅.example/", "https://a\x00b.example/"),
            *("https://hooks.example.go.kr/\r\nX: y", "https://fe80::1%25eth0/", ""),
            "https://hooks.example.go.kr/" + "x" * 500,
        ],
    )
    def test_what_is_no_https_address_is_refused(self, app: Flask, url: str) -> None:
        with pytest.raises(AddressRefused) as refused:
            check_address(url, lambda _h, _p: [PUBLIC])
        assert [*refused.value.fields] == ["url"]

    @pytest.mark.parametrize(
        "url",
        [
            *("https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0x7f.1/"),
            *("https://[::ffff:127.0.0.1]/", "https://127.1/", "https://no-such-name.invalid/"),
        ],
    )
    def test_this_machine_under_any_of_its_names_is_refused(self, app: Flask, url: str) -> None:
        with pytest.raises(AddressRefused):
            check_address(url)

    def test_a_setting_lets_this_machine_and_nothing_else(self, app: Flask, loopback: None) -> None:
        assert check_address("http://127.0.0.1:8000/x").port == 8000
        for found in (["10.0.0.1"], ["127.0.0.1", "10.0.0.1"]):
            with pytest.raises(AddressRefused):
                check_address("https://intra.example/", lambda _h, _p, f=found: f)
        with pytest.raises(AddressRefused):
            check_address("http://hooks.example.go.kr/", lambda _h, _p: [PUBLIC])
