"""Which addresses lie on the public internet, and one spelling for `host:port`."""

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IANA's registries of special addresses, and multicast. Kept here, since Python's `is_global` differs between
# the versions we run on. 168.63.129.16 is Azure's metadata service, the others' lie in private ranges.
_PRIVATE4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_PUBLIC6 = ipaddress.IPv6Network("2000::/3")
_PRIVATE6 = tuple(ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "3fff::/20"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether that address lies on the public internet; one that carries an IPv4 address is judged by it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _carried(address)
        if inner is None:
            return address in _PUBLIC6 and not any(address in network for network in _PRIVATE6)
        address = inner
    return not any(address in network for network in _PRIVATE4)


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside a mapped, 6to4 or NAT64 one."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def place(host: str, port: int) -> str:
    """`host:port` in one spelling: small letters, no closing dot, IPv6 short and in brackets."""
    name = host.strip("[]").rstrip(".").lower()
    try:
        found = ipaddress.ip_address(name)
    except ValueError:
        return f"{name}:{port}"
    return f"[{found}]:{port}" if isinstance(found, ipaddress.IPv6Address) else f"{found}:{port}"
