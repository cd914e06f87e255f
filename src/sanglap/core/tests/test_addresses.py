"""What counts as the public internet."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanglap.core.addresses import is_public, place

PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%2",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "64:ff9b:1::a00:1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "2002:c0a8:101::1",
]
PUBLIC = [
    "8.8.8.8",
    "103.48.16.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.128.0.1",
    "2a00:1450:4001:830::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4) | st.sampled_from(PRIVATE).map(ipaddress.ip_address))
def test_never_milder_than_python(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_a_carried_address_is_judged_as_itself(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    for carrier in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert is_public(ipaddress.IPv6Address(carrier)) == is_public(address)


@pytest.mark.parametrize(
    ("host", "spelled"),
    [
        ("Social.Example.", "social.example:443"),
        ("127.0.0.1", "127.0.0.1:443"),
        ("[0:0::1]", "[::1]:443"),
        ("::1", "[::1]:443"),
    ],
)
def test_one_spelling(host: str, spelled: str) -> None:
    assert place(host, 443) == spelled
