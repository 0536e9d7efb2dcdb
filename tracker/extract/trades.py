"""What a text says of the trade of a company that nobody listed."""

import re
from collections import Counter

from tracker.extract.capitals import Candidate

_APPOSED = re.compile(r",\s(?:an?|the|which|based|whose)?([^.;]{3,90})")
_ROLE_WORDS = {
    "neocloud": "neocloud", "cloud": "neocloud", "compute": "neocloud", "hosting": "landlord",
    "landlord": "landlord", "miner": "landlord", "mining": "landlord", "data centers": "landlord",
    "data-centre": "landlord", "data centre": "landlord", "data center": "landlord",
    "infrastructure": "landlord", "grid": "neocloud", "stack": "neocloud", "digital": "landlord",
    "semiconductor": "foundry", "micro": "designer", "silicon": "chip_maker",
    "chip": "chip_maker", "chipmaker": "chip_maker", "processor": "chip_maker",
    "design house": "designer", "memory": "memory", "photonics": "component",
    "photonic": "component", "optical": "component", "packaging": "component",
    "bank": "lender", "credit": "lender", "fund": "lender", "leasing": "lender",
    "capital": "lender", "lender": "lender", "private equity": "lender", "investor": "investor",
    "holdings": "investor", "equity": "investor", "partners": "lender",
    "lab": "lab", "model": "lab", "ai": "lab", "labs": "lab", "speech": "lab",
    "datakeskus": "landlord", "foundry": "foundry", "server": "vendor", "technology": "vendor",
}  # fmt: skip


def trades(
    candidates: list[Candidate], full: dict[str, str], text: str
) -> dict[str, frozenset[str]]:
    """What each name and the words around all its mentions say of the company's trade."""
    counts: dict[str, Counter[str]] = {}
    for candidate in candidates:
        name = full.get(candidate.name, candidate.name)
        roles = counts.setdefault(name, _trades_in_name(name))
        after = text[candidate.end : candidate.end + 110]
        before = text[max(0, candidate.start - 45) : candidate.start]
        apposed = _APPOSED.match(after)
        for piece in (apposed.group(1) if apposed else "", re.split(r"[,.;]", before)[-1]):
            roles.update(_trades_of(piece))
    return {
        name: frozenset(role for role, n in roles.items() if n == max(roles.values()))
        for name, roles in counts.items()
    }


def _trades_in_name(name: str) -> Counter[str]:
    roles: Counter[str] = Counter()
    for word in name.lower().split():
        if word in _ROLE_WORDS:
            roles[_ROLE_WORDS[word]] += 3
    return roles


def _trades_of(piece: str) -> Counter[str]:
    roles: Counter[str] = Counter()
    low = piece.lower()
    for word, role in _ROLE_WORDS.items():
        if word in low and re.search(rf"\b{word}s?\b", piece, re.IGNORECASE):
            roles[role] += 2
    return roles
